package io.trawl.api.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table or a view of any kind, as OpenMetadata's CreateTableRequest (api/data/createTable.json).
 *
 * @param name encoded, 1 to 256 characters
 * @param displayName null unless the shown name differs
 * @param description the source's comment
 * @param tableType one of OpenMetadata's table types, for example {@code Regular}, {@code View}, {@code Partitioned}
 * @param columns in their order; empty for a table without columns
 * @param tableConstraints keys over several columns and foreign keys
 * @param tablePartition how it is partitioned
 * @param locationPath where an external table's data lies
 * @param owners references to users or teams, resolved by the sink; null if none
 * @param databaseSchema fully qualified name of its schema
 * @param tags null if none
 * @param schemaDefinition the DDL
 * @param sourceUrl null if the source has no page of its own
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"name", "displayName", "description", "tableType", "databaseSchema", "columns"})
public record Table(
        String name,
        @Nullable String displayName,
        @Nullable String description,
        String tableType,
        List<Column> columns,
        @Nullable List<TableConstraint> tableConstraints,
        @Nullable TablePartition tablePartition,
        @Nullable String locationPath,
        @Nullable List<Owner> owners,
        String databaseSchema,
        @Nullable List<TagLabel> tags,
        @Nullable String schemaDefinition,
        @Nullable String sourceUrl)
        implements Entity {

    public Table {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(tableType, "tableType");
        Objects.requireNonNull(databaseSchema, "databaseSchema");
        columns = List.copyOf(columns);
        tableConstraints = tableConstraints == null ? null : List.copyOf(tableConstraints);
    }

    /** The same table with other table constraints; null for none. */
    public Table withTableConstraints(@Nullable List<TableConstraint> constraints) {
        return with(columns, constraints, owners, tags);
    }

    @Override
    public Table withOwners(@Nullable List<Owner> newOwners) {
        return with(columns, tableConstraints, newOwners, tags);
    }

    /**
     * The same table without these tags, on itself and on its columns.
     *
     * @param tagFqns fully qualified names of tags
     */
    public Table withoutTags(Set<String> tagFqns) {
        List<Column> untagged =
                columns.stream().map(column -> column.withoutTags(tagFqns)).toList();
        return with(untagged, tableConstraints, owners, TagLabel.without(tags, tagFqns));
    }

    private Table with(
            List<Column> newColumns, List<TableConstraint> constraints, List<Owner> newOwners, List<TagLabel> newTags) {
        return new Table(
                name,
                displayName,
                description,
                tableType,
                newColumns,
                constraints,
                tablePartition,
                locationPath,
                newOwners,
                databaseSchema,
                newTags,
                schemaDefinition,
                sourceUrl);
    }
}

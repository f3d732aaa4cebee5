package io.trawl.api.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A table or a view of any kind, as OpenMetadata's CreateTableRequest (api/data/createTable.json).
 *
 * @param name encoded, 1 to 256 characters
 * @param displayName null unless the shown name differs
 * @param description the source's comment, or null
 * @param tableType one of OpenMetadata's table types, for example {@code Regular}, {@code View}, {@code Partitioned}
 * @param columns in their order; empty for a table without columns
 * @param tableConstraints keys over several columns and foreign keys, or null
 * @param tablePartition how it is partitioned, or null
 * @param locationPath where an external table's data lies, or null
 * @param owners references to users or teams, resolved by the sink; null if none
 * @param databaseSchema fully qualified name of its schema
 * @param tags null if none
 * @param schemaDefinition the DDL, or null
 * @param sourceUrl null if the source has no page of its own
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"name", "displayName", "description", "tableType", "databaseSchema", "columns"})
public record Table(
        String name,
        String displayName,
        String description,
        String tableType,
        List<Column> columns,
        List<TableConstraint> tableConstraints,
        TablePartition tablePartition,
        String locationPath,
        List<Owner> owners,
        String databaseSchema,
        List<TagLabel> tags,
        String schemaDefinition,
        String sourceUrl)
        implements Entity {

    public Table {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(tableType, "tableType");
        Objects.requireNonNull(databaseSchema, "databaseSchema");
        columns = List.copyOf(columns);
        tableConstraints = tableConstraints == null ? null : List.copyOf(tableConstraints);
    }

    /** The same table with other table constraints; null for none. */
    public Table withTableConstraints(List<TableConstraint> constraints) {
        return with(columns, constraints, owners, tags);
    }

    @Override
    public Table withOwners(List<Owner> newOwners) {
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

package io.trawl.source.snowflake;

import io.trawl.api.model.Column;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Owner;
import io.trawl.api.model.Table;
import io.trawl.api.model.TableConstraint;
import io.trawl.api.model.TablePartition;
import io.trawl.api.model.TablePartition.PartitionColumn;
import io.trawl.api.workflow.Workflow;
import io.trawl.source.kit.TableKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes OpenMetadata's tables of what was read. */
final class TableMapper {

    private final String service;
    private final boolean includeOwners;
    private final SourceUrls urls;

    TableMapper(Workflow.Source source, SourceUrls urls) {
        this.service = source.serviceName();
        this.includeOwners = source.metadata().includeOwners();
        this.urls = urls;
    }

    /**
     * A table, view, stream, stage or semantic view.
     *
     * @param columns in their order
     * @param keys none of a view
     * @param definition null if there is none
     */
    Table table(
            EntityDescriptor descriptor,
            SchemaTable table,
            List<SourceColumn> columns,
            List<TableKey> keys,
            SchemaTags tags,
            @Nullable String definition) {
        SchemaName schema = SchemaName.of(descriptor);
        String database = Fqn.of(service, schema.database());
        String name = Fqn.encodeInTable(table.name());
        return new Table(
                name,
                name.equals(table.name()) ? null : table.name(),
                table.description(),
                table.kind().catalogName(),
                columns(table, columns, keys, tags),
                constraints(database, keys),
                partition(table, columns),
                table.location(),
                includeOwners && table.owner() != null ? List.of(Owner.named(table.owner())) : null,
                Fqn.child(database, schema.schema()),
                tags.of(table.name(), null),
                definition,
                urls.table(schema, table.kind(), table.name()));
    }

    private static List<Column> columns(
            SchemaTable table, List<SourceColumn> columns, List<TableKey> keys, SchemaTags tags) {
        Map<String, String> ofColumns = TableKey.ofColumns(keys);
        List<Column> mapped = new ArrayList<>(columns.size());
        for (SourceColumn column : columns) {
            mapped.add(ColumnMapper.column(
                    column, ofColumns.get(column.name()), mapped.size() + 1, tags.of(table.name(), column.name())));
        }
        return mapped;
    }

    /** The primary key first, then the other keys, foreign keys at the end. */
    private static @Nullable List<TableConstraint> constraints(String database, List<TableKey> keys) {
        List<TableConstraint> constraints = new ArrayList<>(TableKey.ofTable(keys));
        constraints.addAll(TableKey.toTables(database, keys));
        return constraints.isEmpty() ? null : constraints;
    }

    private static @Nullable TablePartition partition(SchemaTable table, List<SourceColumn> columns) {
        if (table.clusterBy() == null) {
            return null;
        }
        List<String> names = columns.stream().map(SourceColumn::name).toList();
        List<PartitionColumn> partition = ClusterKey.columns(table.clusterBy(), names).stream()
                .map(column -> new PartitionColumn(Fqn.encodeInTable(column), "COLUMN-VALUE", null))
                .toList();
        return partition.isEmpty() ? null : new TablePartition(partition);
    }
}

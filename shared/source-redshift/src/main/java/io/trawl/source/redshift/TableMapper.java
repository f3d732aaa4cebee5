package io.trawl.source.redshift;

import io.trawl.api.model.Column;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Owner;
import io.trawl.api.model.Table;
import io.trawl.api.model.TableConstraint;
import io.trawl.api.model.TablePartition;
import io.trawl.api.model.TablePartition.PartitionColumn;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.api.workflow.Workflow;
import io.trawl.source.kit.Descriptors;
import io.trawl.source.kit.TableKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes OpenMetadata's tables of what was read. */
final class TableMapper {

    private final String service;
    private final DatabaseMetadata metadata;

    TableMapper(Workflow.Source source) {
        this.service = source.serviceName();
        this.metadata = source.metadata();
    }

    /** Of a table, view or materialized view. */
    Table table(EntityDescriptor descriptor, Relation relation) {
        Map<String, String> keys = TableKey.ofColumns(relation.tableKeys());
        List<Column> columns = new ArrayList<>(relation.columns().size());
        for (Attribute attribute : relation.columns()) {
            String constraint = keys.getOrDefault(attribute.name(), attribute.notNull() ? "NOT_NULL" : "NULL");
            columns.add(ColumnMapper.column(
                    attribute.name(), attribute.type(), attribute.description(), constraint, columns.size() + 1));
        }
        return withColumns(descriptor, relation, columns);
    }

    /** Of a late-binding view, whose columns are known from elsewhere. */
    Table table(EntityDescriptor descriptor, Relation relation, List<NamedColumn> columns) {
        return withColumns(descriptor, relation, columns(columns));
    }

    private static List<Column> columns(List<NamedColumn> named) {
        List<Column> columns = new ArrayList<>(named.size());
        for (NamedColumn column : named) {
            columns.add(ColumnMapper.column(
                    column.name(),
                    TypeParser.parse(column.type()),
                    column.description(),
                    column.constraint(),
                    columns.size() + 1));
        }
        return columns;
    }

    private Table withColumns(EntityDescriptor descriptor, Relation relation, List<Column> columns) {
        Layout layout = Layout.of(relation);
        String database = Fqn.of(service, descriptor.database());
        String name = Fqn.encodeInTable(relation.name());
        return new Table(
                name,
                name.equals(relation.name()) ? null : relation.name(),
                relation.description(),
                relation.kind().catalogName(),
                columns,
                constraints(database, relation, layout),
                layout.distKey() == null
                        ? null
                        : partition(List.of(layout.distKey().name())),
                null,
                metadata.includeOwners() ? List.of(Owner.named(relation.owner())) : null,
                Fqn.child(database, relation.schema()),
                null,
                definition(relation),
                null);
    }

    /** The primary key first, then the other keys, those of the layout, foreign keys at the end. */
    private static List<TableConstraint> constraints(String database, Relation relation, Layout layout) {
        List<TableConstraint> constraints = new ArrayList<>(TableKey.ofTable(relation.tableKeys()));
        if (layout.distKey() != null) {
            constraints.add(TableConstraint.key("DIST_KEY", names(List.of(layout.distKey()))));
        }
        if (!layout.sortKeys().isEmpty()) {
            constraints.add(TableConstraint.key("SORT_KEY", names(layout.sortKeys())));
        }
        constraints.addAll(TableKey.toTables(database, relation.tableKeys()));
        return constraints.isEmpty() ? null : constraints;
    }

    private static List<String> names(List<Attribute> columns) {
        return columns.stream().map(column -> Fqn.encodeInTable(column.name())).toList();
    }

    private String definition(Relation relation) {
        if (relation.isView()) {
            return relation.view().statement(relation.quotedName());
        }
        return metadata.includeDDL() ? TableDefinition.of(relation) : null;
    }

    /** Of a table that has no oid, of the kind that it was listed as. */
    Table table(EntityDescriptor descriptor, NamedTables.NamedTable table) {
        List<String> partition = NamedColumn.partition(table.columns());
        String name = Fqn.encodeInTable(descriptor.name());
        return new Table(
                name,
                name.equals(descriptor.name()) ? null : descriptor.name(),
                table.description(),
                descriptor.metadata().get(Descriptors.KIND),
                columns(table.columns()),
                null,
                partition.isEmpty() ? null : partition(partition),
                table.location(),
                null,
                Fqn.of(service, descriptor.database(), descriptor.schema()),
                null,
                null,
                null);
    }

    private static TablePartition partition(List<String> columns) {
        return new TablePartition(columns.stream()
                .map(column -> new PartitionColumn(Fqn.encodeInTable(column), "COLUMN-VALUE", null))
                .toList());
    }
}

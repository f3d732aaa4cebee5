package io.trawl.source.postgresql;

import io.trawl.api.model.Column;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Owner;
import io.trawl.api.model.Table;
import io.trawl.api.model.TableConstraint;
import io.trawl.api.model.TablePartition;
import io.trawl.api.model.TablePartition.PartitionColumn;
import io.trawl.api.model.TagLabel;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.api.workflow.Workflow;
import io.trawl.source.kit.Kind;
import io.trawl.source.kit.TableKey;
import io.trawl.source.postgresql.TableReader.Definition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes OpenMetadata's tables of PostgreSQL's relations. */
final class TableMapper {

    private final String service;
    private final String classification;
    private final DatabaseMetadata metadata;

    TableMapper(Workflow.Source source) {
        this.service = source.serviceName();
        this.classification = ((PostgresConnection) source.connection()).classificationName();
        this.metadata = source.metadata();
    }

    /**
     * @param definition of a table; null if it is not wanted
     */
    Table table(EntityDescriptor descriptor, Relation relation, ColumnMapper mapper, @Nullable Definition definition) {
        Map<Integer, Column> columns = columns(relation, mapper);
        String name = Fqn.encodeInTable(relation.name());
        return new Table(
                name,
                name.equals(relation.name()) ? null : relation.name(),
                relation.description(),
                relation.kind().catalogName(),
                List.copyOf(columns.values()),
                constraints(descriptor.database(), relation.keys()),
                partition(relation, columns),
                null,
                metadata.includeOwners() ? List.of(Owner.named(relation.owner())) : null,
                Fqn.of(service, descriptor.database(), relation.schema()),
                tags(relation),
                relation.kind().isView()
                        ? viewDefinition(relation)
                        : definition == null ? null : definition.text(relation.storage()),
                null);
    }

    /** Columns by attribute number, in their order. */
    private static Map<Integer, Column> columns(Relation relation, ColumnMapper mapper) {
        Map<String, String> keys = TableKey.ofColumns(relation.keys());
        Map<Integer, Column> columns = new LinkedHashMap<>();
        for (Attribute attribute : relation.columns()) {
            columns.put(attribute.number(), mapper.column(attribute, keys.get(attribute.name()), columns.size() + 1));
        }
        return columns;
    }

    private List<TableConstraint> constraints(String database, List<TableKey> keys) {
        List<TableConstraint> constraints = new ArrayList<>(TableKey.ofTable(keys));
        constraints.addAll(TableKey.toTables(Fqn.of(service, database), keys));
        return constraints.isEmpty() ? null : constraints;
    }

    /** The columns of the partition key; an expression in it has no column to name. */
    private static TablePartition partition(Relation relation, Map<Integer, Column> columns) {
        List<PartitionColumn> partition = new ArrayList<>();
        for (int number : relation.partitionColumns()) {
            if (number != 0) {
                Column column = columns.get(number);
                String interval = relation.partitionStrategy().equals("r")
                        ? DataTypes.rangeInterval(column.dataType())
                        : "COLUMN-VALUE";
                partition.add(new PartitionColumn(column.name(), interval, null));
            }
        }
        return partition.isEmpty() ? null : new TablePartition(partition);
    }

    private List<TagLabel> tags(Relation relation) {
        if (!metadata.includeTags() || relation.policies().isEmpty()) {
            return null;
        }
        return relation.policies().stream()
                .map(policy -> TagLabel.automated(Fqn.of(classification, policy)))
                .toList();
    }

    private static String viewDefinition(Relation relation) {
        String kind = relation.kind() == Kind.VIEW ? "VIEW" : "MATERIALIZED VIEW";
        String query = relation.viewDefinition().strip();
        if (!relation.populated()) {
            query = query.replaceFirst(";$", "") + "\n WITH NO DATA;";
        }
        return "CREATE " + kind + " " + relation.quotedName() + relation.storage() + " AS\n" + query;
    }
}

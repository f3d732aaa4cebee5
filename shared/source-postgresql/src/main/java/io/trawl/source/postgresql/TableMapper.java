package io.trawl.source.postgresql;

import io.trawl.core.config.DatabaseMetadata;
import io.trawl.core.config.Workflow;
import io.trawl.core.model.Column;
import io.trawl.core.model.EntityDescriptor;
import io.trawl.core.model.Fqn;
import io.trawl.core.model.Owner;
import io.trawl.core.model.Table;
import io.trawl.core.model.TableConstraint;
import io.trawl.core.model.TablePartition;
import io.trawl.core.model.TablePartition.PartitionColumn;
import io.trawl.core.model.TagLabel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes OpenMetadata's tables of PostgreSQL's relations. */
final class TableMapper {

    private static final String PRIMARY_KEY = "PRIMARY_KEY";
    private static final String UNIQUE = "UNIQUE";

    private final String service;
    private final String classification;
    private final DatabaseMetadata metadata;

    TableMapper(Workflow.Source source) {
        this.service = source.serviceName();
        this.classification = ((PostgresConnection) source.connection()).classificationName();
        this.metadata = source.metadata();
    }

    /**
     * @param definition CREATE TABLE, or null
     */
    Table table(EntityDescriptor descriptor, Relation relation, ColumnMapper mapper, String definition) {
        Map<Integer, Column> columns = columns(relation, mapper);
        String name = Fqn.encode(relation.name());
        return new Table(
                name,
                name.equals(relation.name()) ? null : relation.name(),
                relation.description(),
                relation.kind().catalogName(),
                List.copyOf(columns.values()),
                constraints(descriptor.database(), relation, columns),
                partition(relation, columns),
                null,
                metadata.includeOwners() ? List.of(Owner.named(relation.owner())) : null,
                Fqn.of(service, descriptor.database(), relation.schema()),
                tags(relation),
                relation.kind().isView() ? viewDefinition(relation) : definition,
                null);
    }

    /** Columns by attribute number, in their order. */
    private static Map<Integer, Column> columns(Relation relation, ColumnMapper mapper) {
        Map<Integer, String> keys = new HashMap<>();
        for (Relation.Key key : relation.keys()) {
            if (key.columns().size() == 1 && key.type() != 'f') {
                String constraint = key.type() == 'p' ? PRIMARY_KEY : UNIQUE;
                keys.merge(key.columns().get(0), constraint, (one, other) -> one.equals(PRIMARY_KEY) ? one : other);
            }
        }
        Map<Integer, Column> columns = new LinkedHashMap<>();
        for (Attribute attribute : relation.columns()) {
            columns.put(attribute.number(), mapper.column(attribute, keys.get(attribute.number()), columns.size() + 1));
        }
        return columns;
    }

    private List<TableConstraint> constraints(String database, Relation relation, Map<Integer, Column> columns) {
        Set<Set<Integer>> uniqueSets = new HashSet<>();
        relation.keys().stream()
                .filter(key -> key.type() != 'f')
                .forEach(key -> uniqueSets.add(Set.copyOf(key.columns())));
        Set<TableConstraint> constraints = new LinkedHashSet<>();
        // The primary key first, then the other keys, foreign keys at the end.
        for (char type : new char[] {'p', 'u', 'f'}) {
            for (Relation.Key key : relation.keys()) {
                if (key.type() != type || type != 'f' && key.columns().size() == 1) {
                    continue;
                }
                List<String> names = key.columns().stream()
                        .map(number -> columns.get(number).name())
                        .toList();
                constraints.add(
                        type == 'f'
                                ? foreignKey(database, key, names, uniqueSets.contains(Set.copyOf(key.columns())))
                                : TableConstraint.key(type == 'p' ? PRIMARY_KEY : UNIQUE, names));
            }
        }
        return constraints.isEmpty() ? null : List.copyOf(constraints);
    }

    private TableConstraint foreignKey(String database, Relation.Key key, List<String> names, boolean unique) {
        String table = Fqn.of(service, database, key.referredSchema(), key.referredTable());
        List<String> referred = key.referredColumns().stream()
                .map(column -> Fqn.child(table, column))
                .toList();
        return new TableConstraint(TableConstraint.FOREIGN_KEY, names, referred, unique ? "ONE_TO_ONE" : "MANY_TO_ONE");
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
        return "CREATE " + kind + " " + relation.quotedName() + " AS\n"
                + relation.viewDefinition().strip();
    }
}

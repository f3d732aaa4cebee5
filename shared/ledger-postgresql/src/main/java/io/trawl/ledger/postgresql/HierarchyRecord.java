package io.trawl.ledger.postgresql;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.HierarchyFailure;
import io.trawl.api.model.HierarchyFailures;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Records the failures of a run's hierarchy: what could not be read, and what the sink refused. */
final class HierarchyRecord {

    private static final Sql FORGET = Sql.load("hierarchy-failures-forget");
    private static final Sql ADD = Sql.load("hierarchy-failures-add");
    private static final Sql COUNT = Sql.load("hierarchy-failures-count");
    private static final Sql FILTERED = Sql.load("hierarchy-filtered");
    private static final Sql OF = Sql.load("hierarchy-failures-of");

    private final Database database;
    private final RunSession session;
    private final Leadership leadership;

    HierarchyRecord(Database database, RunSession session, Leadership leadership) {
        this.database = database;
        this.session = session;
        this.leadership = leadership;
    }

    void listed(Hierarchy hierarchy) {
        database.transaction((connection, attempt) -> {
            leadership.fence(connection);
            replace(connection, false, hierarchy.allFailures());
            try (Query filtered = FILTERED.on(connection)) {
                return filtered.set("run", session.runNo())
                        .set("filtered", hierarchy.filtered())
                        .update();
            }
        });
    }

    void refused(List<HierarchyFailure> refused) {
        database.transaction((connection, attempt) -> {
            leadership.fence(connection);
            replace(connection, true, refused);
            return null;
        });
    }

    private void replace(Connection connection, boolean refused, List<HierarchyFailure> failures) throws SQLException {
        try (Query forget = FORGET.on(connection);
                Query add = ADD.on(connection);
                Query count = COUNT.on(connection)) {
            forget.set("run", session.runNo()).set("refused", refused).update();
            add.set("run", session.runNo())
                    .set("refused", refused)
                    .set(
                            "types",
                            failures.stream().map(each -> each.type().name()).toArray(String[]::new))
                    .set("fqns", failures.stream().map(HierarchyFailure::fqn).toArray(String[]::new))
                    .set(
                            "kinds",
                            failures.stream().map(each -> each.kind().name()).toArray(String[]::new))
                    .set(
                            "messages",
                            failures.stream()
                                    .map(each -> Texts.storable(each.message()))
                                    .toArray(String[]::new))
                    .update();
            count.set("run", session.runNo()).set("refused", refused).update();
        }
    }

    /** The failures that concern these entities: of their databases and schemas, and of all tags. */
    static HierarchyFailures of(Connection connection, RunSession session, Collection<List<EntityDescriptor>> batches)
            throws SQLException {
        Set<String> containers = new HashSet<>();
        for (List<EntityDescriptor> batch : batches) {
            for (EntityDescriptor entity : batch) {
                String schema = Fqn.parent(entity.id());
                if (containers.add(schema)) {
                    containers.add(Fqn.parent(schema));
                }
            }
        }
        try (Query query = OF.on(connection)) {
            return HierarchyFailures.of(query.set("run", session.runNo())
                    .set("containers", containers.toArray(String[]::new))
                    .list(HierarchyRecord::failure));
        }
    }

    static HierarchyFailure failure(ResultSet row) throws SQLException {
        return new HierarchyFailure(
                EntityType.valueOf(row.getString("type")),
                row.getString("fqn"),
                FailureKind.valueOf(row.getString("kind")),
                row.getString("message"));
    }
}

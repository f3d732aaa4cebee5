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

    private final RunSession session;
    private final PostgresLeadership leadership;

    HierarchyRecord(RunSession session, PostgresLeadership leadership) {
        this.session = session;
        this.leadership = leadership;
    }

    void listed(Hierarchy hierarchy) {
        session.database().transaction((connection, attempt) -> {
            replace(connection, false, hierarchy.allFailures());
            return session.query(FILTERED).set("filtered", hierarchy.filtered()).update(connection);
        });
    }

    void refused(List<HierarchyFailure> refused) {
        session.database().transaction((connection, attempt) -> replace(connection, true, refused));
    }

    private int replace(Connection connection, boolean refused, List<HierarchyFailure> failures) throws SQLException {
        leadership.fence(connection);
        session.query(FORGET).set("refused", refused).update(connection);
        session.query(ADD)
                .set("refused", refused)
                .set("types", failures, each -> each.type().name())
                .set("fqns", failures, HierarchyFailure::fqn)
                .set("kinds", failures, each -> each.kind().name())
                .set("messages", failures, each -> Texts.storable(each.message()))
                .update(connection);
        return session.query(COUNT).set("refused", refused).update(connection);
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
        return HierarchyFailures.of(session.query(OF)
                .set("containers", containers.toArray(String[]::new))
                .list(connection, HierarchyRecord::failure));
    }

    static HierarchyFailure failure(ResultSet row) throws SQLException {
        return new HierarchyFailure(
                EntityType.valueOf(row.getString("type")),
                row.getString("fqn"),
                FailureKind.valueOf(row.getString("kind")),
                row.getString("message"));
    }
}

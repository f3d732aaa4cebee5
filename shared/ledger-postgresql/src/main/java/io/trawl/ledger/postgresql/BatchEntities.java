package io.trawl.ledger.postgresql;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the entities of batches that have no outcome yet: one statement, however many batches. */
final class BatchEntities {

    private static final Sql ENTITIES = Sql.load("batch-entities");

    private BatchEntities() {}

    /**
     * Reads the entities without an outcome in their batch's present pass.
     *
     * @param batches their numbers
     * @return by number; a batch without such entities is absent
     */
    static Map<Long, List<EntityDescriptor>> read(Connection connection, RunSession session, List<Long> batches)
            throws SQLException {
        Map<Long, List<EntityDescriptor>> open = new HashMap<>();
        if (!batches.isEmpty()) {
            session.query(ENTITIES)
                    .set("batches", batches.toArray(Long[]::new))
                    .list(connection, row -> open.computeIfAbsent(row.getLong("batch_no"), no -> new ArrayList<>())
                            .add(descriptor(row)));
        }
        return open;
    }

    private static EntityDescriptor descriptor(ResultSet row) throws SQLException {
        return new EntityDescriptor(
                row.getString("id"),
                EntityType.valueOf(row.getString("type")),
                Texts.map(row.getString("metadata")),
                row.getInt("priority"));
    }
}

package io.trawl.ledger.postgresql;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import java.sql.Connection;
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
     * @param types of the batches, by number
     * @return by number; a batch without such entities is absent
     */
    static Map<Long, List<EntityDescriptor>> read(
            Connection connection, RunSession session, Map<Long, EntityType> types) throws SQLException {
        Map<Long, List<EntityDescriptor>> open = new HashMap<>();
        if (types.isEmpty()) {
            return open;
        }
        try (Query query = ENTITIES.on(connection)) {
            query.set("run", session.runNo())
                    .set("batches", types.keySet().toArray(Long[]::new))
                    .list(row -> {
                        long batch = row.getLong("batch_no");
                        return open.computeIfAbsent(batch, no -> new ArrayList<>())
                                .add(new EntityDescriptor(
                                        row.getString("id"),
                                        types.get(batch),
                                        Metadata.read(row.getString("metadata")),
                                        row.getInt("priority")));
                    });
        }
        return open;
    }
}

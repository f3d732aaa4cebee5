package io.trawl.ledger.postgresql;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is still to be done of batches: one statement, however many. */
final class BatchEntities {

    private static final Sql ENTITIES = Sql.load("batch-entities");

    private BatchEntities() {}

    /**
     * Reads what has no outcome in a batch's present pass.
     *
     * @param types of the batches, by number
     * @return by number; a batch of which nothing is left is absent
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

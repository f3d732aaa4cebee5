package io.trawl.ledger.postgresql;

import io.trawl.api.model.EntityDescriptor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Stores batches as they are discovered, however many at once in two statements. */
final class PlanStore {

    private static final Sql NUMBERS = Sql.load("plan-numbers");
    private static final Sql CALL = Sql.load("call");
    private static final Sql PLAN = Sql.load("plan");

    private final Database database;
    private final RunSession session;
    private final Leadership leadership;
    private final Scopes scopes;
    private final Statistics statistics;

    PlanStore(Database database, RunSession session, Leadership leadership, Scopes scopes) {
        this.database = database;
        this.session = session;
        this.leadership = leadership;
        this.scopes = scopes;
        this.statistics = new Statistics(database);
    }

    long plan(List<List<EntityDescriptor>> batches) {
        if (batches.isEmpty()) {
            return 0;
        }
        UUID call = UUID.randomUUID();
        long added = database.transaction((connection, attempt) -> {
            long first = numbers(connection, batches.size());
            if (attempt > 1) {
                Optional<Long> answer = answer(connection, call);
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
            return insert(connection, call, first, batches);
        });
        statistics.grown();
        return added;
    }

    /** Reserves numbers for batches. Locks the run and checks that this process is still its leader. */
    private long numbers(Connection connection, int batches) throws SQLException {
        try (Query query = NUMBERS.on(connection)) {
            return query.set("run", session.runNo())
                    .set("leader", session.key())
                    .set("batches", batches)
                    .first(row -> row.getLong("first"))
                    .orElseThrow(leadership::lost);
        }
    }

    private Optional<Long> answer(Connection connection, UUID call) throws SQLException {
        try (Query query = CALL.on(connection)) {
            return query.set("run", session.runNo()).set("call", call).first(row -> row.getLong("answer"));
        }
    }

    private long insert(Connection connection, UUID call, long first, List<List<EntityDescriptor>> batches)
            throws SQLException {
        int size = batches.stream().mapToInt(List::size).sum();
        String[] types = new String[size];
        String[] ids = new String[size];
        Long[] scopeNumbers = new Long[size];
        Integer[] batchNumbers = new Integer[size];
        Integer[] priorities = new Integer[size];
        String[] metadata = new String[size];
        List<String> databases = new ArrayList<>(batches.size());
        int at = 0;
        for (int batch = 0; batch < batches.size(); batch++) {
            List<EntityDescriptor> descriptors = batches.get(batch);
            String named = descriptors.isEmpty() ? null : descriptors.get(0).database();
            databases.add(named == null ? "" : named);
            for (EntityDescriptor descriptor : descriptors) {
                types[at] = descriptor.type().name();
                ids[at] = descriptor.id();
                scopeNumbers[at] = scopes.numberOf(connection, descriptor);
                batchNumbers[at] = batch;
                priorities[at] = descriptor.priority();
                metadata[at] = Metadata.write(descriptor.metadata());
                at++;
            }
        }
        try (Query query = PLAN.on(connection)) {
            return query.set("run", session.runNo())
                    .set("call", call)
                    .set("first", first)
                    .set("types", types)
                    .set("ids", ids)
                    .set("scopes", scopeNumbers)
                    .set("batches", batchNumbers)
                    .set("priorities", priorities)
                    .set("metadata", metadata)
                    .set("databases", databases.toArray(String[]::new))
                    .first(row -> row.getLong("answer"))
                    .orElseThrow();
        }
    }
}

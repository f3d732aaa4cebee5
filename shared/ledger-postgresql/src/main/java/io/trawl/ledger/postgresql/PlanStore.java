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
    private static final Sql STATISTICS_MISSING = Sql.load("statistics-missing");
    private static final Sql ANALYZE = Sql.load("analyze");

    /** The number of rows below which nothing is slow. */
    private static final int ENOUGH = 1_000;

    private final RunSession session;
    private final PostgresLeadership leadership;
    private final Scopes scopes;
    private volatile boolean analyzed;

    private record Row(int batch, Long scope, EntityDescriptor descriptor) {}

    PlanStore(RunSession session, PostgresLeadership leadership, Scopes scopes) {
        this.session = session;
        this.leadership = leadership;
        this.scopes = scopes;
    }

    long plan(List<List<EntityDescriptor>> batches) {
        if (batches.isEmpty()) {
            return 0;
        }
        UUID call = UUID.randomUUID();
        long added = session.database().transaction((connection, attempt) -> {
            // Reserves numbers for batches, locks the run, and checks that this process is still its leader.
            long first = session.query(NUMBERS)
                    .set("batches", batches.size())
                    .first(connection, row -> row.getLong("first"))
                    .orElseThrow(leadership::lost);
            Optional<Long> answer = attempt == 1
                    ? Optional.empty()
                    : session.query(CALL).set("call", call).first(connection, row -> row.getLong("answer"));
            return answer.isPresent() ? answer.get() : insert(connection, call, first, batches);
        });
        analyzeOnce();
        return added;
    }

    private long insert(Connection connection, UUID call, long first, List<List<EntityDescriptor>> batches)
            throws SQLException {
        List<Row> rows = new ArrayList<>();
        List<String> databases = new ArrayList<>();
        for (int batch = 0; batch < batches.size(); batch++) {
            List<EntityDescriptor> descriptors = batches.get(batch);
            String database = descriptors.isEmpty() ? null : descriptors.get(0).database();
            databases.add(database == null ? "" : database);
            for (EntityDescriptor descriptor : descriptors) {
                rows.add(new Row(batch, scopes.numberOf(connection, descriptor), descriptor));
            }
        }
        return session.query(PLAN)
                .set("call", call)
                .set("first", first)
                .set("types", rows, row -> row.descriptor().type().name())
                .set("ids", rows, row -> row.descriptor().id())
                .set("scopes", rows, Row::scope, Long[]::new)
                .set("batches", rows, Row::batch, Integer[]::new)
                .set("priorities", rows, row -> row.descriptor().priority(), Integer[]::new)
                .set("metadata", rows, row -> Texts.json(row.descriptor().metadata()))
                .set("databases", databases.toArray(String[]::new))
                .first(connection, row -> row.getLong("answer"))
                .orElseThrow();
    }

    /**
     * Without statistics, the planner cannot choose between indexes, and the first run of a new ledger is ten times slower
     * until the server's autovacuum has run. Analyzes the tables once they have enough rows, if that was not done yet;
     * statistics of a few thousand rows suffice, however large the tables become.
     */
    private void analyzeOnce() {
        if (!analyzed && STATISTICS_MISSING.query("most", ENOUGH).exists(session.database())) {
            ANALYZE.query().update(session.database());
        } else {
            analyzed = true;
        }
    }
}

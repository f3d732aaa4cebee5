package io.trawl.ledger.postgresql;

import io.trawl.api.ledger.OpenWork;
import java.util.List;

/** Reads what of a run is open, and divides it into shards. */
final class Shards {

    private static final Sql SHARD = Sql.load("open-shard");
    private static final Sql WORK = Sql.load("open-work");

    private final Database database;
    private final RunSession session;

    Shards(Database database, RunSession session) {
        this.database = database;
        this.session = session;
    }

    List<Long> open(int pod, int of) {
        if (pod < 0 || pod >= of) {
            throw new IllegalArgumentException("pod " + pod + ": is not one of " + of);
        }
        return database.statements((connection, attempt) -> {
            try (Query query = SHARD.on(connection)) {
                return query.set("run", session.runNo())
                        .set("pod", pod)
                        .set("of", of)
                        .list(row -> row.getLong("no"));
            }
        });
    }

    OpenWork work() {
        return database.statements((connection, attempt) -> {
            try (Query query = WORK.on(connection)) {
                return query.set("run", session.runNo())
                        .first(row -> new OpenWork(row.getLong("batches"), row.getLong("cost")))
                        .orElseThrow();
            }
        });
    }
}

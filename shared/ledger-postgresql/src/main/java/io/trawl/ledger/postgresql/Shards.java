package io.trawl.ledger.postgresql;

import io.trawl.api.ledger.OpenWork;
import java.util.List;

/** What of a run is open, and which part of it is whose. */
final class Shards {

    private static final Sql SHARE = Sql.load("open-shard");
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
            try (Query query = SHARE.on(connection)) {
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

package io.trawl.ledger.postgresql;

import io.trawl.api.report.EntityWarning;
import java.util.Collection;

/** Records the warnings of a run. */
final class Warnings {

    private static final Sql WARNING = Sql.load("warning-add");
    private static final Sql ENTITY_WARNING = Sql.load("entity-warning-add");

    private final Database database;
    private final RunSession session;

    Warnings(Database database, RunSession session) {
        this.database = database;
        this.session = session;
    }

    void warning(String message) {
        database.statements((connection, attempt) -> {
            try (Query query = WARNING.on(connection)) {
                return query.set("run", session.runNo())
                        .set("message", Texts.storable(message))
                        .update();
            }
        });
    }

    void warning(String message, Collection<String> ids) {
        database.statements((connection, attempt) -> {
            try (Query query = ENTITY_WARNING.on(connection)) {
                return query.set("run", session.runNo())
                        .set("message", Texts.storable(message))
                        .set("entities", (long) ids.size())
                        .set(
                                "ids",
                                ids.stream()
                                        .limit(EntityWarning.MOST_IDS)
                                        .map(Texts::storable)
                                        .toArray(String[]::new))
                        .set("most", EntityWarning.MOST_IDS)
                        .update();
            }
        });
    }
}

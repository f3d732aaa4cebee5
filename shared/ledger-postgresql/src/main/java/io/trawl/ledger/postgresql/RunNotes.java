package io.trawl.ledger.postgresql;

import io.trawl.api.model.EntityType;
import io.trawl.api.report.EntityWarning;
import io.trawl.api.report.Report.Counts;
import java.util.Collection;
import java.util.UUID;

/** What is recorded beside entities: deletions and warnings; and the counts. */
final class RunNotes {

    private static final Sql DELETED = Sql.load("deleted");
    private static final Sql FORGET_UNDER = Sql.load("fingerprints-under");
    private static final Sql WARNING = Sql.load("warning-add");
    private static final Sql ENTITY_WARNING = Sql.load("entity-warning-add");
    private static final Sql COUNTS = Sql.load("counts");

    private final Database database;
    private final RunSession part;

    RunNotes(Database database, RunSession part) {
        this.database = database;
        this.part = part;
    }

    void deleted(EntityType type, String parentFqn, long howMany) {
        UUID call = UUID.randomUUID();
        boolean holdsOthers = !EntityType.PARALLELIZABLE.contains(type);
        database.transaction((connection, attempt) -> {
            try (Query deleted = DELETED.on(connection)) {
                deleted.set("run", part.no())
                        .set("call", call)
                        .set("type", type.name())
                        .set("parent", parentFqn)
                        .set("deleted", howMany)
                        .update();
            }
            if (holdsOthers && part.catalog() != null) {
                try (Query forget = FORGET_UNDER.on(connection)) {
                    forget.set("run", part.no())
                            .set("catalog", part.catalog())
                            .set("parent", parentFqn)
                            .update();
                }
            }
            return null;
        });
    }

    void warning(String message) {
        database.statements((connection, attempt) -> {
            try (Query query = WARNING.on(connection)) {
                return query.set("run", part.no())
                        .set("message", Texts.storable(message))
                        .update();
            }
        });
    }

    void warning(String message, Collection<String> ids) {
        database.statements((connection, attempt) -> {
            try (Query query = ENTITY_WARNING.on(connection)) {
                return query.set("run", part.no())
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

    Counts counts() {
        return database.statements((connection, attempt) -> {
            try (Query query = COUNTS.on(connection)) {
                return query.set("run", part.no()).list(RunRow::counts).stream().reduce(Counts.ZERO, RunNotes::sum);
            }
        });
    }

    private static Counts sum(Counts a, Counts b) {
        return new Counts(
                a.listed() + b.listed(),
                a.ingested() + b.ingested(),
                a.unchanged() + b.unchanged(),
                a.gone() + b.gone(),
                a.filtered() + b.filtered(),
                a.failed() + b.failed(),
                a.deleted() + b.deleted());
    }
}

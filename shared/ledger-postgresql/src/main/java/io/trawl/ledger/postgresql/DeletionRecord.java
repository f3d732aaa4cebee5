package io.trawl.ledger.postgresql;

import io.trawl.api.model.EntityType;
import java.util.UUID;

/** Records what was marked as deleted. The fingerprints of what lay in a deleted schema or database are forgotten. */
final class DeletionRecord {

    private static final Sql DELETED = Sql.load("deleted");
    private static final Sql FORGET_UNDER = Sql.load("fingerprints-under");

    private final Database database;
    private final RunSession session;

    DeletionRecord(Database database, RunSession session) {
        this.database = database;
        this.session = session;
    }

    void deleted(EntityType type, String parentFqn, long howMany) {
        UUID call = UUID.randomUUID();
        boolean holdsOthers = !EntityType.PARALLELIZABLE.contains(type);
        database.transaction((connection, attempt) -> {
            try (Query deleted = DELETED.on(connection)) {
                deleted.set("run", session.runNo())
                        .set("call", call)
                        .set("type", type.name())
                        .set("parent", parentFqn)
                        .set("deleted", howMany)
                        .update();
            }
            if (holdsOthers && session.catalogNo() != null) {
                try (Query forget = FORGET_UNDER.on(connection)) {
                    forget.set("run", session.runNo())
                            .set("catalog", session.catalogNo())
                            .set("parent", parentFqn)
                            .update();
                }
            }
            return null;
        });
    }
}

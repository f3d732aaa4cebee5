package io.trawl.ledger.postgresql;

import io.trawl.api.ledger.EntityRecord;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/** Reads every entity of a run, page by page: no transaction stays open while the consumer is slow. */
final class EntityPages {

    private static final Sql PAGE = Sql.load("entities");
    private static final int SIZE = 2_000;

    private final Database database;

    EntityPages(Database database) {
        this.database = database;
    }

    void forEach(long run, Consumer<EntityRecord> consumer) {
        EntityType type = EntityType.values()[0];
        String id = "";
        List<EntityRecord> page;
        do {
            page = page(run, type, id);
            page.forEach(consumer);
            if (!page.isEmpty()) {
                type = page.get(page.size() - 1).type();
                id = page.get(page.size() - 1).id();
            }
        } while (page.size() == SIZE);
    }

    private List<EntityRecord> page(long run, EntityType type, String id) {
        return database.statements((connection, attempt) -> {
            try (Query query = PAGE.on(connection)) {
                return query.set("run", run)
                        .set("type", type.name())
                        .set("id", id)
                        .set("most", SIZE)
                        .list(EntityPages::record);
            }
        });
    }

    private static EntityRecord record(ResultSet row) throws SQLException {
        String kind = row.getString("kind");
        Long took = row.getObject("took", Long.class);
        return new EntityRecord(
                row.getString("id"),
                EntityType.valueOf(row.getString("type")),
                EntityRecord.State.valueOf(row.getString("state")),
                row.getInt("attempts"),
                kind == null ? null : FailureKind.valueOf(kind),
                row.getString("message"),
                took == null ? null : Texts.ofMicros(took),
                row.getString("worker"),
                RunRow.instant(row, "ended_at"));
    }
}

package io.trawl.ledger.postgresql;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Hierarchy.Failure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Records listings, each of a type in a schema, and their results. */
final class Scopes {

    private static final Sql ADD = Sql.load("scopes-add");
    private static final Sql FIND = Sql.load("scopes");
    private static final Sql END = Sql.load("listing-end");
    private static final Sql COMPLETE = Sql.load("listed-completely");

    private final Database database;
    private final RunSession session;
    private final Leadership leadership;
    private final Map<Key, Long> numbers = new ConcurrentHashMap<>();

    private record Key(EntityType type, String database, String schema) {}

    private record Found(long no, String schema, boolean listed) {}

    Scopes(Database database, RunSession session, Leadership leadership) {
        this.database = database;
        this.session = session;
        this.leadership = leadership;
    }

    List<String> begin(EntityType type, String db, List<String> schemas) {
        return database.transaction((connection, attempt) -> {
            leadership.fence(connection);
            List<String> ended = add(connection, type, db, schemas).stream()
                    .filter(Found::listed)
                    .map(Found::schema)
                    .toList();
            return schemas.stream().filter(schema -> !ended.contains(schema)).toList();
        });
    }

    private List<Found> add(Connection connection, EntityType type, String db, List<String> schemas)
            throws SQLException {
        String[] fqns = schemas.stream().map(schema -> fqn(db, schema)).toArray(String[]::new);
        try (Query add = ADD.on(connection);
                Query find = FIND.on(connection)) {
            add.set("run", session.runNo())
                    .set("type", type.name())
                    .set("database", db)
                    .set("fqns", fqns)
                    .set("schemas", schemas.toArray(String[]::new))
                    .update();
            List<Found> found = find.set("run", session.runNo())
                    .set("type", type.name())
                    .set("fqns", fqns)
                    .list(row -> new Found(row.getLong("no"), row.getString("schema"), row.getBoolean("listed")));
            found.forEach(each -> numbers.put(new Key(type, db, each.schema()), each.no()));
            return found;
        }
    }

    /** The number of a descriptor's scope; null if the descriptor names no schema. */
    Long numberOf(Connection connection, EntityDescriptor descriptor) throws SQLException {
        if (descriptor.database() == null || descriptor.schema() == null) {
            return null;
        }
        Key key = new Key(descriptor.type(), descriptor.database(), descriptor.schema());
        Long known = numbers.get(key);
        if (known == null) {
            known = add(connection, key.type(), key.database(), List.of(key.schema()))
                    .get(0)
                    .no();
        }
        return known;
    }

    void end(
            EntityType type,
            String db,
            List<String> schemas,
            Map<String, Failure> failures,
            Map<String, Long> filtered) {
        List<String> kinds = new ArrayList<>();
        List<String> messages = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        for (String schema : schemas) {
            Failure failure = failures.get(schema);
            kinds.add(failure == null ? null : failure.kind().name());
            messages.add(failure == null ? null : Texts.storable(failure.message()));
            counts.add(filtered.getOrDefault(schema, 0L));
        }
        database.transaction((connection, attempt) -> {
            leadership.fence(connection);
            try (Query query = END.on(connection)) {
                query.set("run", session.runNo())
                        .set("type", type.name())
                        .set("fqns", schemas.stream().map(each -> fqn(db, each)).toArray(String[]::new))
                        .set("filtered", counts.toArray(Long[]::new))
                        .set("kinds", kinds.toArray(String[]::new))
                        .set("messages", messages.toArray(String[]::new))
                        .update();
            }
            return null;
        });
    }

    boolean isListedCompletely(EntityType type, String schemaFqn) {
        return database.statements((connection, attempt) -> {
            try (Query query = COMPLETE.on(connection)) {
                return query.set("run", session.runNo())
                        .set("type", type.name())
                        .set("fqn", schemaFqn)
                        .exists();
            }
        });
    }

    private String fqn(String... names) {
        String fqn = Fqn.of(session.run().service());
        for (String name : names) {
            fqn = Fqn.child(fqn, name);
        }
        return fqn;
    }
}

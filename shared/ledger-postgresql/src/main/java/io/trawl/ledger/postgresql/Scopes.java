package io.trawl.ledger.postgresql;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Hierarchy.Failure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Records listings, each of a type in a schema, their results, and what was deleted. */
final class Scopes {

    private static final Sql ADD = Sql.load("scopes-add");
    private static final Sql FIND = Sql.load("scopes");
    private static final Sql END = Sql.load("listing-end");
    private static final Sql DELETED = Sql.load("deleted");
    private static final Sql FORGET_UNDER = Sql.load("fingerprints-under");

    private final RunSession session;
    private final PostgresLeadership leadership;
    private final Map<Key, Long> numbers = new ConcurrentHashMap<>();

    private record Key(EntityType type, String database, String schema) {}

    private record Found(long no, String schema, boolean listed) {}

    Scopes(RunSession session, PostgresLeadership leadership) {
        this.session = session;
        this.leadership = leadership;
    }

    List<String> begin(EntityType type, String database, List<String> schemas) {
        return session.database().transaction((connection, attempt) -> {
            leadership.fence(connection);
            List<String> ended = add(connection, type, database, schemas).stream()
                    .filter(Found::listed)
                    .map(Found::schema)
                    .toList();
            return schemas.stream().filter(schema -> !ended.contains(schema)).toList();
        });
    }

    private List<Found> add(Connection connection, EntityType type, String database, List<String> schemas)
            throws SQLException {
        session.query(ADD)
                .set("type", type.name())
                .set("database", database)
                .set("fqns", schemas, schema -> fqn(database, schema))
                .set("schemas", schemas.toArray(String[]::new))
                .update(connection);
        List<Found> found = session.query(FIND)
                .set("type", type.name())
                .set("fqns", schemas, schema -> fqn(database, schema))
                .list(
                        connection,
                        row -> new Found(row.getLong("no"), row.getString("schema"), row.getBoolean("listed")));
        found.forEach(each -> numbers.put(new Key(type, database, each.schema()), each.no()));
        return found;
    }

    /** The number of a descriptor's scope; null if the descriptor names no schema. */
    @Nullable
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
            String database,
            List<String> schemas,
            Map<String, Failure> failures,
            Map<String, Long> filtered) {
        Query end = session.query(END)
                .set("type", type.name())
                .set("fqns", schemas, schema -> fqn(database, schema))
                .set("filtered", schemas, schema -> filtered.getOrDefault(schema, 0L), Long[]::new)
                .set(
                        "kinds",
                        schemas,
                        schema -> failures.containsKey(schema)
                                ? failures.get(schema).kind().name()
                                : null)
                .set(
                        "messages",
                        schemas,
                        schema -> failures.containsKey(schema)
                                ? Texts.storable(failures.get(schema).message())
                                : null);
        session.database().transaction((connection, attempt) -> {
            leadership.fence(connection);
            return end.update(connection);
        });
    }

    /** The fingerprints of what lay in a deleted schema or database are forgotten. */
    void deleted(EntityType type, String parentFqn, long howMany) {
        UUID call = UUID.randomUUID();
        session.database().transaction((connection, attempt) -> {
            session.query(DELETED)
                    .set("call", call)
                    .set("type", type.name())
                    .set("parent", parentFqn)
                    .set("deleted", howMany)
                    .update(connection);
            if (!EntityType.PARALLELIZABLE.contains(type) && session.catalogNo() != null) {
                session.query(FORGET_UNDER).set("parent", parentFqn).update(connection);
            }
            return null;
        });
    }

    private String fqn(String database, String schema) {
        return Fqn.of(session.run().service(), database, schema);
    }
}

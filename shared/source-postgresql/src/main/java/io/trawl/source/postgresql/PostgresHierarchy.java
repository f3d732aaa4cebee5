package io.trawl.source.postgresql;

import io.trawl.api.model.Hierarchy.Schema;
import io.trawl.source.jdbc.SqlResource;
import io.trawl.source.kit.DatabaseInfo;
import io.trawl.source.kit.PartialResult;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists the databases and schemas of a PostgreSQL server. */
final class PostgresHierarchy {

    private static final String DATABASES = SqlResource.load(PostgresHierarchy.class, "databases.sql");
    private static final String DATABASE_OIDS = SqlResource.load(PostgresHierarchy.class, "database-oids.sql");
    private static final String SCHEMAS = SqlResource.load(PostgresHierarchy.class, "schemas.sql");
    private static final String SCHEMA_NAMES = SqlResource.load(PostgresHierarchy.class, "schema-names.sql");

    private final Transactions transactions;

    PostgresHierarchy(Transactions transactions) {
        this.transactions = transactions;
    }

    /** The name of one that was made from another encoding may be no text here at all. */
    PartialResult<String, DatabaseInfo> databases(Connection session, boolean all) throws Exception {
        return PartialResult.<Long, DatabaseInfo>read(
                        PostgresFailures.INSTANCE,
                        () -> databases(session, all, null),
                        () -> transactions.list(session, DATABASE_OIDS, List.of(all), row -> row.getLong(1)),
                        some -> databases(session, all, Oids.of(session, some)))
                .named(oid -> "oid " + oid);
    }

    /** @param oids of those to list; null for every database */
    private List<DatabaseInfo> databases(Connection session, boolean all, Array oids) throws SQLException {
        return transactions.list(
                session,
                DATABASES,
                Arrays.asList(all, oids),
                row -> new DatabaseInfo(row.getString(1), row.getString(2), row.getBoolean(3)));
    }

    PartialResult<String, Schema> schemas(Connection session) throws Exception {
        Map<Long, String> names = new LinkedHashMap<>();
        return PartialResult.<Long, Schema>read(
                        PostgresFailures.INSTANCE,
                        () -> schemas(session, null),
                        () -> {
                            names.putAll(names(session));
                            return names.keySet();
                        },
                        some -> schemas(session, Oids.of(session, some)))
                .named(names::get);
    }

    /** @param oids of those to list; null for every schema */
    private List<Schema> schemas(Connection session, Array oids) throws SQLException {
        return transactions.list(
                session,
                SCHEMAS,
                Collections.singletonList(oids),
                row -> new Schema(row.getString(1), row.getString(2)));
    }

    /** By oid, in whatever encoding. */
    private Map<Long, String> names(Connection session) throws SQLException {
        return transactions.read(session, SCHEMA_NAMES, List.of(), answers -> {
            ResultSet row = answers.next();
            Map<Long, String> found = new LinkedHashMap<>();
            while (row.next()) {
                found.put(row.getLong(1), new String(row.getBytes(2), StandardCharsets.UTF_8));
            }
            return found;
        });
    }
}

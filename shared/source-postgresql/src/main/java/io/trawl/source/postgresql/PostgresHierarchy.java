package io.trawl.source.postgresql;

import io.trawl.core.model.Hierarchy.Schema;
import io.trawl.source.jdbc.HierarchyReader;
import io.trawl.source.jdbc.HierarchyReader.Listed;
import io.trawl.source.jdbc.Isolated;
import io.trawl.source.jdbc.SqlResource;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists the databases and schemas of a PostgreSQL server. */
final class PostgresHierarchy implements HierarchyReader.Statements {

    private static final String DATABASES = SqlResource.load(PostgresHierarchy.class, "databases.sql");
    private static final String DATABASE_OIDS = SqlResource.load(PostgresHierarchy.class, "database-oids.sql");
    private static final String SCHEMAS = SqlResource.load(PostgresHierarchy.class, "schemas.sql");
    private static final String SCHEMA_NAMES = SqlResource.load(PostgresHierarchy.class, "schema-names.sql");

    @Override
    public List<Listed> databases(Connection session, boolean all) throws SQLException {
        return databases(session, all, (Array) null);
    }

    private static List<Listed> databases(Connection session, boolean all, Array oids) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(DATABASES)) {
            statement.setBoolean(1, all);
            statement.setArray(2, oids);
            List<Listed> databases = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    databases.add(new Listed(row.getString(1), row.getString(2), row.getBoolean(3)));
                }
            }
            return databases;
        }
    }

    /** The name of one that was made from another encoding may be no text here at all. */
    @Override
    public Isolated<String, Listed> databases(Connection session, boolean all, SQLException failure)
            throws SQLException {
        List<Long> oids = new ArrayList<>();
        try (PreparedStatement statement = session.prepareStatement(DATABASE_OIDS)) {
            statement.setBoolean(1, all);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    oids.add(row.getLong(1));
                }
            }
        }
        return Isolated.read(oids, some -> databases(session, all, Oids.of(session, some)))
                .named(oid -> "oid " + oid);
    }

    @Override
    public List<Schema> schemas(Connection session, String database) throws SQLException {
        return schemas(session, (Array) null);
    }

    private static List<Schema> schemas(Connection session, Array oids) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(SCHEMAS)) {
            statement.setArray(1, oids);
            List<Schema> schemas = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    schemas.add(new Schema(row.getString(1), row.getString(2)));
                }
            }
            return schemas;
        }
    }

    @Override
    public Isolated<String, Schema> schemas(Connection session, String database, SQLException failure)
            throws SQLException {
        Map<Long, String> names = new LinkedHashMap<>();
        try (PreparedStatement statement = session.prepareStatement(SCHEMA_NAMES);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                names.put(row.getLong(1), new String(row.getBytes(2), StandardCharsets.UTF_8));
            }
        }
        return Isolated.read(names.keySet(), some -> schemas(session, Oids.of(session, some)))
                .named(names::get);
    }
}

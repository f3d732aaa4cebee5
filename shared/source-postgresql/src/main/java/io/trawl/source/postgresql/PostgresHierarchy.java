package io.trawl.source.postgresql;

import io.trawl.core.model.Hierarchy.Schema;
import io.trawl.source.jdbc.HierarchyReader;
import io.trawl.source.jdbc.HierarchyReader.Listed;
import io.trawl.source.jdbc.SqlResource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Lists the databases and schemas of a PostgreSQL server. */
final class PostgresHierarchy implements HierarchyReader.Statements {

    private static final String DATABASES = SqlResource.load(PostgresHierarchy.class, "databases.sql");
    private static final String SCHEMAS = SqlResource.load(PostgresHierarchy.class, "schemas.sql");

    @Override
    public List<Listed> databases(Connection session, boolean all) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(DATABASES)) {
            statement.setBoolean(1, all);
            List<Listed> databases = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    databases.add(new Listed(row.getString(1), row.getString(2), row.getBoolean(3)));
                }
            }
            return databases;
        }
    }

    @Override
    public List<Schema> schemas(Connection session, String database) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(SCHEMAS);
                ResultSet row = statement.executeQuery()) {
            List<Schema> schemas = new ArrayList<>();
            while (row.next()) {
                schemas.add(new Schema(row.getString(1), row.getString(2)));
            }
            return schemas;
        }
    }
}

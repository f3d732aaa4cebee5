package io.trawl.source.redshift;

import io.trawl.core.model.Hierarchy.Schema;
import io.trawl.source.jdbc.HierarchyReader;
import io.trawl.source.jdbc.HierarchyReader.Listed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Lists the databases and schemas of a Redshift cluster or workgroup. */
final class RedshiftHierarchy implements HierarchyReader.Statements {

    private static final Sql DATABASES = Sql.load("databases.sql");
    private static final Sql SCHEMAS = Sql.load("schemas.sql");

    @Override
    public List<Listed> databases(Connection session, boolean all) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(DATABASES.text());
                ResultSet row = statement.executeQuery()) {
            List<Listed> databases = new ArrayList<>();
            while (row.next()) {
                if (all || row.getBoolean("connected")) {
                    databases.add(new Listed(
                            row.getString("datname"), row.getString("description"), row.getBoolean("usable")));
                }
            }
            return databases;
        }
    }

    @Override
    public List<Schema> schemas(Connection session) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(SCHEMAS.text());
                ResultSet row = statement.executeQuery()) {
            List<Schema> schemas = new ArrayList<>();
            while (row.next()) {
                schemas.add(new Schema(row.getString(1), row.getString(2)));
            }
            return schemas;
        }
    }
}

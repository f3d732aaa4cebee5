package io.trawl.source.postgresql;

import io.trawl.core.model.Hierarchy.Schema;
import io.trawl.source.jdbc.HierarchyReader;
import io.trawl.source.jdbc.HierarchyReader.Listed;
import io.trawl.source.jdbc.SqlResource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Lists the databases and schemas of a PostgreSQL server. */
final class PostgresHierarchy implements HierarchyReader.Statements {

    private static final String DATABASES = SqlResource.load(PostgresHierarchy.class, "databases.sql");
    private static final String SCHEMAS = SqlResource.load(PostgresHierarchy.class, "schemas.sql");

    private final Transactions transactions;

    PostgresHierarchy(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public List<Listed> databases(Connection session, boolean all) throws SQLException {
        return transactions.read(session, DATABASES, List.of(all), answers -> {
            ResultSet row = answers.next();
            List<Listed> databases = new ArrayList<>();
            while (row.next()) {
                databases.add(new Listed(row.getString(1), row.getString(2), row.getBoolean(3)));
            }
            return databases;
        });
    }

    @Override
    public List<Schema> schemas(Connection session, String database) throws SQLException {
        return transactions.read(session, SCHEMAS, List.of(), answers -> {
            ResultSet row = answers.next();
            List<Schema> schemas = new ArrayList<>();
            while (row.next()) {
                schemas.add(new Schema(row.getString(1), row.getString(2)));
            }
            return schemas;
        });
    }
}

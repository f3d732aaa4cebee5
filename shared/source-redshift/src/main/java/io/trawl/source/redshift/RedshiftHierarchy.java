package io.trawl.source.redshift;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Hierarchy.Schema;
import io.trawl.api.model.TrawlException;
import io.trawl.source.kit.DatabaseInfo;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Lists the databases and schemas of a Redshift cluster or workgroup. */
final class RedshiftHierarchy {

    private static final Sql DATABASES = Sql.load("databases.sql");
    private static final Sql SCHEMAS = Sql.load("schemas.sql");
    private static final Sql SHARED_SCHEMAS = Sql.load("shared-schemas.sql");

    private final DatabaseTypes types;

    /** @param types learns where the databases come from */
    RedshiftHierarchy(DatabaseTypes types) {
        this.types = types;
    }

    /**
     * Databases; those of datashares are usable although some refuse sessions.
     *
     * @throws TrawlException if all are asked for in a session that sees one
     */
    List<DatabaseInfo> databases(Connection session, boolean all) throws SQLException {
        Map<String, DatabaseInfo> databases = new TreeMap<>();
        String connected = session.getCatalog();
        try (PreparedStatement statement = session.prepareStatement(DATABASES.text());
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                String name = row.getString("datname");
                connected = row.getBoolean("connected") ? name : connected;
                databases.put(name, new DatabaseInfo(name, row.getString("description"), row.getBoolean("usable")));
            }
        }
        types.ask(session).forEach(shared -> databases.put(shared, new DatabaseInfo(shared, null, true)));
        if (!all) {
            return List.of(databases.getOrDefault(connected, new DatabaseInfo(connected, null, true)));
        }
        if (types.isShared(connected)) {
            throw new TrawlException(
                    FailureKind.INVALID,
                    "source.serviceConnection.config.database: '" + connected
                            + "' was made from a datashare, and from there no other database can be seen; with"
                            + " ingestAllDatabases it must be a local one");
        }
        return List.copyOf(databases.values());
    }

    /** A database that has no catalog of its own has no schema there, not even the server's own. */
    List<Schema> schemas(Connection session, String database) throws SQLException {
        if (!types.isShared(session, database)) {
            List<Schema> local = schemas(session, SCHEMAS, List.of());
            if (!local.isEmpty()) {
                return local;
            }
            types.hasNoCatalog(database);
        }
        return schemas(session, SHARED_SCHEMAS, List.of(database));
    }

    private static List<Schema> schemas(Connection session, Sql sql, List<String> bound) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(sql.text())) {
            Sql.bind(statement, 1, bound);
            try (ResultSet row = statement.executeQuery()) {
                List<Schema> schemas = new ArrayList<>();
                while (row.next()) {
                    schemas.add(new Schema(row.getString("schema_name"), row.getString("description")));
                }
                return schemas;
            }
        }
    }
}

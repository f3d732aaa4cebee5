package io.trawl.source.redshift;

import io.trawl.api.model.Check;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Hierarchy.Schema;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.TrawlException;
import io.trawl.api.workflow.Workflow;
import io.trawl.source.jdbc.DriverMessages;
import io.trawl.source.jdbc.JdbcDialect;
import io.trawl.source.kit.DatabaseInfo;
import io.trawl.source.kit.ListRequest;
import io.trawl.source.kit.Page;
import io.trawl.source.kit.PartialResult;
import io.trawl.source.kit.Traits;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Amazon Redshift: one connection for each database, except for those that were made from a datashare. */
final class RedshiftDialect implements JdbcDialect {

    private static final Sql DATABASES = Sql.load("databases.sql");
    private static final Sql SCHEMAS = Sql.load("schemas.sql");
    private static final Sql EXTERNAL_SCHEMAS = Sql.load("external-schemas.sql");
    private static final Sql SHARED_SCHEMAS = Sql.load("shared-schemas.sql");

    private final DatabaseTypes types = new DatabaseTypes();
    private final RedshiftConnector connector;
    private final DriverMessages messages;
    private final RedshiftPages pages;
    private final RedshiftTables tables;
    private final RedshiftProcedures procedures;
    private final RedshiftChecks checks;

    /** @param directory where relative paths of certificates start */
    RedshiftDialect(Workflow.Source source, Path directory, DriverMessages messages) {
        RedshiftConnection connection = (RedshiftConnection) source.connection();
        TimeLimits limits = TimeLimits.of(connection);
        this.connector = new RedshiftConnector(connection, directory, types);
        this.messages = messages;
        this.pages = new RedshiftPages(source.serviceName(), source.metadata(), types, limits);
        this.tables = new RedshiftTables(source, limits);
        this.procedures = new RedshiftProcedures(source);
        this.checks = new RedshiftChecks(messages.server(), connection.database(), types);
    }

    @Override
    public Traits traits() {
        return Traits.byDatabase();
    }

    @Override
    public Connection open(String database) throws SQLException {
        return connector.open(database);
    }

    @Override
    public DriverMessages messages() {
        return messages;
    }

    /** Databases of datashares are usable although some refuse sessions. */
    @Override
    public PartialResult<String, DatabaseInfo> databases(Connection session, boolean all) throws SQLException {
        Map<String, DatabaseInfo> databases = new TreeMap<>();
        List<String> here = new ArrayList<>();
        DATABASES.each(session, row -> {
            String name = row.getString("datname");
            if (row.getBoolean("connected")) {
                here.add(name);
            }
            databases.put(name, new DatabaseInfo(name, row.getString("description"), row.getBoolean("usable")));
        });
        String connected = here.isEmpty() ? session.getCatalog() : here.get(0);
        types.ask(session).forEach(shared -> databases.put(shared, new DatabaseInfo(shared, null, true)));
        if (!all) {
            return PartialResult.complete(
                    List.of(databases.getOrDefault(connected, new DatabaseInfo(connected, null, true))));
        }
        if (types.isShared(connected)) {
            throw new TrawlException(
                    FailureKind.INVALID,
                    "source.serviceConnection.config.database: '" + connected
                            + "' was made from a datashare, and from there no other database can be seen; with"
                            + " ingestAllDatabases it must be a local one");
        }
        return PartialResult.complete(List.copyOf(databases.values()));
    }

    /** A database that has no catalog of its own has no schema there, not even the server's own. */
    @Override
    public PartialResult<String, Schema> schemas(Connection session, String database) throws SQLException {
        if (!types.isShared(session, database)) {
            List<Schema> local = schemas(session, SCHEMAS);
            if (!local.isEmpty()) {
                return PartialResult.complete(local);
            }
            types.hasNoCatalog(database);
        }
        return PartialResult.complete(schemas(session, SHARED_SCHEMAS.bind(database)));
    }

    private static List<Schema> schemas(Connection session, Sql sql) throws SQLException {
        return sql.list(session, row -> new Schema(row.getString("schema_name"), row.getString("description")));
    }

    /** Those of some schemas of the session's database that are external. */
    static List<String> externalSchemas(Connection session, List<String> schemas) throws SQLException {
        Set<String> asked = Set.copyOf(schemas);
        return EXTERNAL_SCHEMAS.list(session, row -> row.getString(1)).stream()
                .filter(asked::contains)
                .toList();
    }

    @Override
    public Page list(Connection session, ListRequest request) throws Exception {
        return pages.list(session, request);
    }

    @Override
    public List<ReadResult> read(Connection session, EntityType type, List<EntityDescriptor> batch) throws Exception {
        return type == EntityType.TABLE ? tables.read(session, batch) : procedures.read(session, batch);
    }

    @Override
    public List<Check> check(Connection session) throws SQLException {
        return checks.session(session);
    }

    @Override
    public String contents(Connection session, String database, List<String> schemas) throws SQLException {
        return checks.contents(session, database, schemas);
    }
}

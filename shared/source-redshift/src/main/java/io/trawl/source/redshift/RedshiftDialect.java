package io.trawl.source.redshift;

import io.trawl.api.model.Check;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Hierarchy.Schema;
import io.trawl.api.model.ReadResult;
import io.trawl.api.workflow.Workflow;
import io.trawl.source.jdbc.DriverMessages;
import io.trawl.source.jdbc.JdbcDialect;
import io.trawl.source.jdbc.SqlFailures;
import io.trawl.source.kit.DatabaseInfo;
import io.trawl.source.kit.ListRequest;
import io.trawl.source.kit.Page;
import io.trawl.source.kit.PartialResult;
import io.trawl.source.kit.Traits;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Amazon Redshift: one connection for each database, except for those that were made from a datashare. */
final class RedshiftDialect implements JdbcDialect {

    private final RedshiftConnector connector;
    private final DriverMessages messages;
    private final RedshiftHierarchy hierarchy;
    private final RedshiftPages pages;
    private final RedshiftTables tables;
    private final RedshiftProcedures procedures;
    private final RedshiftChecks checks;

    /** @param directory where relative paths of certificates start */
    RedshiftDialect(Workflow.Source source, Path directory, DriverMessages messages) {
        RedshiftConnection connection = (RedshiftConnection) source.connection();
        DatabaseTypes types = new DatabaseTypes();
        TimeLimits limits = TimeLimits.of(connection);
        this.connector = new RedshiftConnector(connection, directory, types);
        this.messages = messages;
        this.hierarchy = new RedshiftHierarchy(types);
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
    public SqlFailures failures() {
        return RedshiftFailures.INSTANCE;
    }

    @Override
    public DriverMessages messages() {
        return messages;
    }

    @Override
    public PartialResult<String, DatabaseInfo> databases(Connection session, boolean all) throws SQLException {
        return PartialResult.complete(hierarchy.databases(session, all));
    }

    @Override
    public PartialResult<String, Schema> schemas(Connection session, String database) throws SQLException {
        return PartialResult.complete(hierarchy.schemas(session, database));
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

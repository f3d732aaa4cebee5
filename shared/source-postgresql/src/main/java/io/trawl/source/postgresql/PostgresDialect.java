package io.trawl.source.postgresql;

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
import io.trawl.source.kit.TagReader;
import io.trawl.source.kit.Traits;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** PostgreSQL 12 to 18: one connection for each database, everything by oids, each read in a transaction of its own. */
final class PostgresDialect implements JdbcDialect {

    private final PostgresConnector connector;
    private final DriverMessages messages;
    private final PostgresHierarchy hierarchy;
    private final PostgresPages pages;
    private final LockAwareReader tables;
    private final LockAwareReader procedures;
    private final PostgresChecks checks;
    private final Transactions transactions;
    /** Of the tags made from policies; null if none are wanted. */
    private final String classification;

    PostgresDialect(
            PostgresConnector connector, Transactions transactions, DriverMessages messages, Workflow.Source source) {
        PostgresConnection connection = (PostgresConnection) source.connection();
        WaitedLocks waited = new WaitedLocks();
        this.connector = connector;
        this.messages = messages;
        this.hierarchy = new PostgresHierarchy(transactions);
        this.pages = new PostgresPages(transactions, source.serviceName(), source.metadata());
        this.tables = new LockAwareReader(
                new TableReader(transactions, source), new Locks(transactions, EntityType.TABLE), waited);
        this.procedures = new LockAwareReader(
                new ProcedureReader(transactions, source),
                new Locks(transactions, EntityType.STORED_PROCEDURE),
                waited);
        this.checks = new PostgresChecks(transactions, messages.server(), connection.database());
        this.transactions = transactions;
        this.classification = source.metadata().includeTags() ? connection.classificationName() : null;
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
        return PostgresFailures.INSTANCE;
    }

    @Override
    public DriverMessages messages() {
        return messages;
    }

    @Override
    public PartialResult<String, DatabaseInfo> databases(Connection session, boolean all) throws Exception {
        return hierarchy.databases(session, all);
    }

    @Override
    public PartialResult<String, Schema> schemas(Connection session, String database) throws Exception {
        return hierarchy.schemas(session);
    }

    @Override
    public Page list(Connection session, ListRequest request) throws SQLException {
        return pages.list(session, request);
    }

    @Override
    public List<ReadResult> read(Connection session, EntityType type, List<EntityDescriptor> batch)
            throws SQLException {
        return (type == EntityType.TABLE ? tables : procedures).read(session, batch);
    }

    @Override
    public List<Check> check(Connection session) throws SQLException {
        return checks.session(session);
    }

    @Override
    public String contents(Connection session, String database, List<String> schemas) throws SQLException {
        return checks.contents(session, schemas);
    }

    @Override
    public Optional<TagReader<Connection>> tags() {
        return classification == null ? Optional.empty() : Optional.of(new PolicyTags(transactions, classification));
    }
}

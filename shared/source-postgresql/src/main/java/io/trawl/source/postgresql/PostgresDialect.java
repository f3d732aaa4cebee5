package io.trawl.source.postgresql;

import io.trawl.api.model.Check;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Hierarchy.Schema;
import io.trawl.api.model.ReadResult;
import io.trawl.api.workflow.Workflow;
import io.trawl.source.jdbc.DriverMessages;
import io.trawl.source.jdbc.JdbcDialect;
import io.trawl.source.jdbc.SqlResource;
import io.trawl.source.kit.DatabaseInfo;
import io.trawl.source.kit.ListRequest;
import io.trawl.source.kit.Page;
import io.trawl.source.kit.PartialResult;
import io.trawl.source.kit.TagReader;
import io.trawl.source.kit.Traits;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** PostgreSQL 12 to 18: one connection for each database, everything by oids, each read in a transaction of its own. */
final class PostgresDialect implements JdbcDialect {

    private static final String DATABASES = sql("databases");
    private static final String DATABASE_OIDS = sql("database-oids");
    private static final String SCHEMAS = sql("schemas");
    private static final String SCHEMA_NAMES = sql("schema-names");
    private static final String SESSION = sql("session");
    private static final String COUNTS = sql("counts");

    private final PostgresConnector connector;
    private final DriverMessages messages;
    private final String database;
    private final PostgresPages pages;
    private final LockAwareReader tables;
    private final LockAwareReader procedures;
    private final Transactions transactions;
    /** Of the tags made from policies; null if none are wanted. */
    private final String classification;

    PostgresDialect(
            PostgresConnector connector, Transactions transactions, DriverMessages messages, Workflow.Source source) {
        PostgresConnection connection = (PostgresConnection) source.connection();
        WaitedLocks waited = new WaitedLocks();
        this.connector = connector;
        this.messages = messages;
        this.database = connection.database();
        this.pages = new PostgresPages(transactions, source.serviceName(), source.metadata());
        this.tables = new LockAwareReader(
                new TableReader(transactions, source), new Locks(transactions, EntityType.TABLE), waited);
        this.procedures = new LockAwareReader(
                new ProcedureReader(transactions, source),
                new Locks(transactions, EntityType.STORED_PROCEDURE),
                waited);
        this.transactions = transactions;
        this.classification = source.metadata().includeTags() ? connection.classificationName() : null;
    }

    private static String sql(String name) {
        return SqlResource.load(PostgresDialect.class, name + ".sql");
    }

    @Override
    public Traits traits() {
        return Traits.byDatabase();
    }

    @Override
    public Connection open(String name) throws SQLException {
        return connector.open(name);
    }

    @Override
    public DriverMessages messages() {
        return messages;
    }

    /** The name of one that was made from another encoding may be no text here at all. */
    @Override
    public PartialResult<String, DatabaseInfo> databases(Connection session, boolean all) throws Exception {
        return PartialResult.<Long, DatabaseInfo>read(
                        PostgresFailures.INSTANCE,
                        () -> databases(session, all, null),
                        () -> transactions.list(session, DATABASE_OIDS, List.of(all), row -> row.getLong(1)),
                        some -> databases(session, all, new Oids(some)))
                .named(oid -> "oid " + oid);
    }

    /** @param oids the databases to list; null lists all */
    private List<DatabaseInfo> databases(Connection session, boolean all, @Nullable Oids oids) throws SQLException {
        return transactions.list(
                session,
                DATABASES,
                Arrays.asList(all, oids),
                row -> new DatabaseInfo(row.getString(1), row.getString(2), row.getBoolean(3)));
    }

    @Override
    public PartialResult<String, Schema> schemas(Connection session, String name) throws Exception {
        Map<Long, String> names = new LinkedHashMap<>();
        return PartialResult.<Long, Schema>read(
                        PostgresFailures.INSTANCE,
                        () -> schemas(session, (Oids) null),
                        () -> {
                            transactions.list(
                                    session, SCHEMA_NAMES, List.of(), row -> names.put(row.getLong(1), text(row)));
                            return names.keySet();
                        },
                        some -> schemas(session, new Oids(some)))
                .named(names::get);
    }

    /** @param oids the schemas to list; null lists all */
    private List<Schema> schemas(Connection session, @Nullable Oids oids) throws SQLException {
        return transactions.list(
                session,
                SCHEMAS,
                Collections.singletonList(oids),
                row -> new Schema(row.getString(1), row.getString(2)));
    }

    /** A name, in whatever encoding. */
    private static String text(ResultSet row) throws SQLException {
        return new String(row.getBytes(2), StandardCharsets.UTF_8);
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

    /** That the session is read-only and on one snapshot is looked at before any transaction is believed. */
    @Override
    public List<Check> check(Connection session) throws SQLException {
        return transactions
                .list(session, SESSION, List.of(), row -> {
                    String login = "PostgreSQL " + row.getString("version") + " at " + messages.server() + "/"
                            + database + " as " + row.getString("role")
                            + (row.getBoolean("encrypted") ? ", encrypted" : ", not encrypted");
                    String limits = "read-only, statement timeout " + row.getString("statement_timeout")
                            + ", lock timeout " + row.getString("lock_timeout");
                    boolean pooled = SessionCheck.isBehindPooler(session, row.getInt("pid"));
                    return List.of(
                            Check.passed("source login", login),
                            Check.passed("source session", limits + (pooled ? ", behind a pooler" : "")));
                })
                .get(0);
    }

    @Override
    public String contents(Connection session, String name, List<String> schemas) throws SQLException {
        return transactions
                .list(session, COUNTS, List.of(schemas, schemas), row -> {
                    long members = row.getLong("members");
                    return row.getLong("tables") + " tables, " + row.getLong("views") + " views, "
                            + row.getLong("procedures") + " procedures and functions"
                            + (members == 0 ? "" : ", " + members + " of all these members of extensions")
                            + "; the role may read the data of "
                            + row.getLong("readable") + " (their metadata needs no grant)";
                })
                .get(0);
    }

    @Override
    public Optional<TagReader<Connection>> tags() {
        return classification == null ? Optional.empty() : Optional.of(new PolicyTags(transactions, classification));
    }
}

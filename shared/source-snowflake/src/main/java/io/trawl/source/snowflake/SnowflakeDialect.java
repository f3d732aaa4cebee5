package io.trawl.source.snowflake;

import static io.trawl.api.util.OneLine.quoted;

import io.trawl.api.model.Check;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Hierarchy.Schema;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.TrawlException;
import io.trawl.api.source.SourceUsage;
import io.trawl.api.util.DaemonThreads;
import io.trawl.api.workflow.Workflow;
import io.trawl.source.jdbc.DriverMessages;
import io.trawl.source.jdbc.JdbcDialect;
import io.trawl.source.kit.DatabaseInfo;
import io.trawl.source.kit.ListRequest;
import io.trawl.source.kit.Page;
import io.trawl.source.kit.PartialResult;
import io.trawl.source.kit.Reach;
import io.trawl.source.kit.TagReader;
import io.trawl.source.kit.Traits;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** Snowflake: a session serves all databases, and a schema is what is listed and read. */
final class SnowflakeDialect implements JdbcDialect {

    private final LongAdder statements = new LongAdder();
    private final Workflow.Source source;
    private final SnowflakeConnection connection;
    private final DriverMessages messages;
    private final SnowflakeConnector connector;
    private final TablePages tablePages;
    private final RoutinePages routinePages;
    private final TableReader tables;
    private final SchemaReader routines;
    private final SnowflakeChecks checks;
    private volatile String queryTag;
    private final AtomicReference<String> run = new AtomicReference<>("");

    /** @param directory where the relative path of a private key starts */
    SnowflakeDialect(Workflow.Source source, Path directory, DriverMessages messages) {
        this.source = source;
        this.connection = (SnowflakeConnection) source.connection();
        this.messages = messages;
        this.connector = new SnowflakeConnector(connection, directory, statements);
        this.tablePages = new TablePages(source);
        this.routinePages = new RoutinePages(source.serviceName());
        SourceUrls urls = new SourceUrls(connection.snowflakeSourceHost());
        this.tables = new TableReader(source, messages, urls, Clock.systemUTC());
        this.routines = new RoutineReader(source, urls);
        this.checks = new SnowflakeChecks(source, messages);
        this.queryTag = connection.queryTag();
    }

    @Override
    public Traits traits() {
        return Traits.bySchema();
    }

    @Override
    public Connection open(String database) throws SQLException {
        return connector.open(queryTag);
    }

    /** The driver ends a session with a request that waits for what runs in it. */
    @Override
    public void abort(Connection session) {
        DaemonThreads.of("trawl-abort", () -> {
                    try {
                        SessionState.cancel(session);
                        session.abort(Runnable::run);
                    } catch (SQLException e) {
                        // It has ended by itself.
                    }
                })
                .start();
    }

    @Override
    public DriverMessages messages() {
        return messages;
    }

    /**
     * What an earlier run has read is not kept for this one. The configured query tag stays as it is, so that it can be looked
     * for.
     */
    @Override
    public void setRun(String runId) {
        if (!run.getAndSet(runId).equals(runId)) {
            tables.forget();
        }
        if (connection.queryTag().equals(SnowflakeConnection.QUERY_TAG)) {
            queryTag = SnowflakeConnection.QUERY_TAG + " " + runId;
        }
    }

    @Override
    public List<String> costs() {
        return List.of(checks.cost());
    }

    /** Snowflake does not say how long a warehouse has computed for a statement. */
    @Override
    public Optional<SourceUsage> usage() {
        return Optional.of(new SourceUsage(statements.sum(), null));
    }

    @Override
    public PartialResult<String, DatabaseInfo> databases(Connection session, boolean all) throws SQLException {
        SessionState.setQueryTag(session, queryTag);
        List<DatabaseInfo> databases = ShowPages.all(
                session,
                "DATABASES",
                null,
                row -> new DatabaseInfo(row.getString("name"), ShowRow.text(row, "comment"), true),
                DatabaseInfo::name);
        return PartialResult.complete(all ? databases : List.of(configured(databases)));
    }

    /** A name that is written without quotes in Snowflake means the one in upper case. */
    private DatabaseInfo configured(List<DatabaseInfo> databases) {
        String name = connection.database();
        return named(name, databases)
                .or(() -> named(name.toUpperCase(Locale.ROOT), databases))
                .orElseThrow(() -> new TrawlException(
                        FailureKind.INVALID,
                        "source.serviceConnection.config.database: " + quoted(name)
                                + " does not exist, or the role may not use it"));
    }

    private static Optional<DatabaseInfo> named(String name, List<DatabaseInfo> databases) {
        return databases.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    @Override
    public PartialResult<String, Schema> schemas(Connection session, String database) throws SQLException {
        SessionState.setQueryTag(session, queryTag);
        return PartialResult.complete(ShowPages.all(
                session,
                "SCHEMAS",
                "DATABASE " + Identifiers.quoted(database),
                row -> new Schema(row.getString("name"), ShowRow.text(row, "comment")),
                Schema::name));
    }

    @Override
    public Page list(Connection session, ListRequest request) throws Exception {
        SessionState.setQueryTag(session, queryTag);
        try {
            return request.type() == EntityType.TABLE
                    ? tablePages.list(session, request)
                    : routinePages.list(session, request);
        } catch (SQLException e) {
            if (failures().reach(e) != Reach.STATEMENT) {
                throw e;
            }
            // The statement is about the schema: a smaller page would send it again.
            throw new TrawlException(
                    failures().classify(e),
                    messages.of(source.type())
                            .about(
                                    request.database(),
                                    "schema '" + request.schemas().get(0) + "': " + describe(e)),
                    e);
        }
    }

    @Override
    public List<ReadResult> read(Connection session, EntityType type, List<EntityDescriptor> batch) throws Exception {
        SessionState.setQueryTag(session, queryTag);
        return (type == EntityType.TABLE ? tables : routines).read(session, batch);
    }

    @Override
    public List<Check> check(Connection session) throws SQLException {
        return checks.session(session);
    }

    @Override
    public String contents(Connection session, String database, List<String> schemas) throws SQLException {
        return checks.contents(session, database, schemas);
    }

    @Override
    public Optional<TagReader<Connection>> tags() {
        return source.metadata().includeTags()
                ? Optional.of(new TagValues(connection.accountUsageSchema(), failures()))
                : Optional.empty();
    }
}

package io.trawl.source.snowflake;

import io.trawl.api.model.Column;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.Scope;
import io.trawl.api.model.StoredProcedure;
import io.trawl.api.model.Table;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.api.workflow.Secret;
import io.trawl.api.workflow.Workflow;
import io.trawl.environment.source.Sources;
import io.trawl.source.kit.Descriptors;
import io.trawl.source.kit.Kind;
import io.trawl.source.kit.ListRequest;
import io.trawl.testkit.Records;
import io.trawl.testkit.SettableClock;
import io.trawl.testkit.snowflake.SnowflakeServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The readers of batches, with the real driver, at a server of a test. */
final class Reading implements AutoCloseable {

    static final String DATABASE = "D";

    final SettableClock clock = new SettableClock(Instant.parse("2026-12-01T00:00:00Z"));
    final SnowflakeServer server;
    final Connection session;
    final TableReader tables;
    final RoutineReader routines;

    private Reading(SnowflakeServer server, SnowflakeConnection connection, DatabaseMetadata metadata, int mostRows)
            throws SQLException {
        this.server = server;
        this.session = new SnowflakeConnector(connection, Path.of("."), new LongAdder()).open("trawl");
        Workflow.Source source = new Workflow.Source("snowflake", Sources.SERVICE, connection, metadata);
        SourceUrls urls = new SourceUrls(connection.snowflakeSourceHost());
        this.tables = new TableReader(source, SnowflakeProvider.messages(connection.address()), urls, clock, mostRows);
        this.routines = new RoutineReader(source, urls);
    }

    /** Without tags. */
    static Reading of(SnowflakeServer server) throws SQLException {
        return of(server, Sources.including("includeTags", false));
    }

    static Reading of(SnowflakeServer server, DatabaseMetadata metadata) throws SQLException {
        return of(server, metadata, Query.MOST_ROWS);
    }

    static Reading of(SnowflakeServer server, DatabaseMetadata metadata, int mostRows) throws SQLException {
        return new Reading(server, connection(server), metadata, mostRows);
    }

    /** The server's user, with streams, stages and semantic views. */
    static SnowflakeConnection connection(SnowflakeServer server) {
        return Records.of(
                SnowflakeConnection.class,
                "account",
                server.account(),
                "username",
                "TRAWL",
                "password",
                new Secret("secret"),
                "warehouse",
                "COMPUTE_WH",
                "includeStreams",
                true,
                "includeStages",
                true,
                "includeSemanticViews",
                true,
                "connectionArguments",
                Map.of("host", server.host(), "port", server.port(), "protocol", "http"));
    }

    /** A source as a run would make it. */
    static DiscoverableSource open(SnowflakeServer server, DatabaseMetadata metadata) {
        return Sources.open(connection(server), metadata, 2);
    }

    static EntityDescriptor table(String schema, String name, Kind kind) {
        return descriptors(EntityType.TABLE, schema).table(schema, name, kind, Map.of(), 1);
    }

    static EntityDescriptor table(String schema, String name) {
        return table(schema, name, Kind.TABLE);
    }

    /** @param arguments as SHOW says them */
    static EntityDescriptor routine(String schema, String name, String arguments, Kind kind) {
        return descriptors(EntityType.STORED_PROCEDURE, schema)
                .routine(schema, name, null, kind, Map.of(Signature.ARGUMENTS, arguments), 1);
    }

    private static Descriptors descriptors(EntityType type, String schema) {
        Scope scope = new Scope(DATABASE, List.of(schema));
        return new Descriptors(Sources.SERVICE, new ListRequest(type, false, scope, null, 1, false));
    }

    /** Results by raw name. */
    Map<String, ReadResult> read(EntityDescriptor... batch) throws Exception {
        return Sources.byName(tables.read(session, List.of(batch)));
    }

    /** The one table that is read. */
    Table readTable(EntityDescriptor descriptor) throws Exception {
        return table(tables.read(session, List.of(descriptor)).get(0));
    }

    static Table table(ReadResult result) {
        return (Table) ((ReadResult.Read) result).entity();
    }

    StoredProcedure readRoutine(EntityDescriptor descriptor) throws Exception {
        ReadResult result = routines.read(session, List.of(descriptor)).get(0);
        return (StoredProcedure) ((ReadResult.Read) result).entity();
    }

    static List<String> names(List<Column> columns) {
        return columns.stream().map(Column::rawName).toList();
    }

    /** Texts of the statements since this was called last, the session's own aside. */
    List<String> statements() {
        List<String> statements = new ArrayList<>();
        server.statements().forEach(statement -> statements.add(statement.sql()));
        server.forgetStatements();
        return statements;
    }

    @Override
    public void close() throws SQLException {
        session.close();
    }
}

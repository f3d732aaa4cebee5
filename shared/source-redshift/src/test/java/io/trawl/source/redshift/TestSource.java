package io.trawl.source.redshift;

import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.api.workflow.Secret;
import io.trawl.api.workflow.Workflow;
import io.trawl.environment.source.Sources;
import io.trawl.testkit.Records;
import io.trawl.testkit.redshift.RedshiftServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Connections and what is made of them, for tests. */
final class TestSource {

    /** Wide ones. */
    static final TimeLimits LIMITS = limits(Duration.ofSeconds(30));

    private TestSource() {}

    /** The same for everything that may wait; no other limit. */
    static TimeLimits limits(Duration each) {
        return new TimeLimits(0, each, each, each);
    }

    /** Of the server's administrator to the first database, without TLS. */
    static RedshiftConnection connection(RedshiftServer server) {
        return connection(server, RedshiftServer.DATABASE);
    }

    /** Of the server's administrator, without TLS. */
    static RedshiftConnection connection(RedshiftServer server, String database) {
        return connection(server.hostPort(), RedshiftServer.USERNAME, RedshiftServer.PASSWORD, database);
    }

    static RedshiftConnection connection(String hostPort, String username, String password, String database) {
        return Records.of(
                RedshiftConnection.class,
                "hostPort",
                hostPort,
                "username",
                username,
                "password",
                new Secret(password),
                "database",
                database,
                "sslMode",
                "disable");
    }

    /** With a statement timeout in milliseconds. */
    static RedshiftConnection limited(RedshiftServer server, String username, String password, int statementTimeout) {
        return Records.with(
                connection(server.hostPort(), username, password, RedshiftServer.DATABASE),
                "connectionArguments",
                Map.of("statement_timeout", statementTimeout));
    }

    /** Of the server's administrator, with every database. */
    static RedshiftConnection allDatabases(RedshiftServer server, String database) {
        return Records.with(connection(server, database), "ingestAllDatabases", true);
    }

    static RedshiftConnector connector(RedshiftConnection connection) {
        return new RedshiftConnector(connection, Path.of("."), new DatabaseTypes());
    }

    static Workflow.Source source(RedshiftConnection connection, DatabaseMetadata metadata) {
        return new Workflow.Source("redshift", Sources.SERVICE, connection, metadata);
    }

    static DiscoverableSource open(RedshiftConnection connection, DatabaseMetadata metadata) {
        return Sources.open(connection, metadata, 2);
    }

    static DiscoverableSource open(RedshiftConnection connection) {
        return open(connection, DatabaseMetadata.defaults());
    }

    static DiscoverableSource open(RedshiftServer server, DatabaseMetadata metadata) {
        return open(connection(server, RedshiftServer.DATABASE), metadata);
    }
}

package io.trawl.source.postgresql;

import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.api.workflow.Secret;
import io.trawl.environment.source.Sources;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.Records;
import java.nio.file.Path;

/** Connections and what is made of them, for tests. */
final class TestSource {

    private TestSource() {}

    static PostgresConnection connection(String hostPort, String username, Secret password, String database) {
        return Records.of(
                PostgresConnection.class,
                "hostPort",
                hostPort,
                "username",
                username,
                "password",
                password,
                "database",
                database);
    }

    static PostgresConnection connection(EmbeddedDatabase server) {
        return connection(server, EmbeddedDatabase.DATABASE);
    }

    static PostgresConnection connection(EmbeddedDatabase server, String database) {
        return connection(server.hostPort(), EmbeddedDatabase.USERNAME, null, database);
    }

    static PostgresConnection allDatabases(PostgresConnection connection) {
        return Records.with(connection, "ingestAllDatabases", true);
    }

    static PostgresConnector connector(PostgresConnection connection) {
        return new PostgresConnector(connection.address(), ConnectionProperties.of(connection, Path.of("")), null);
    }

    static Transactions transactions(PostgresConnection connection) {
        return new Transactions(
                ConnectionProperties.settings(connection),
                new SessionCheck(PostgresProvider.messages(connection.address()).of("postgres")));
    }

    static DiscoverableSource open(PostgresConnection connection) {
        return Sources.open(connection, DatabaseMetadata.defaults(), 4);
    }
}

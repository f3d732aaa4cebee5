package io.trawl.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

/** A real PostgreSQL of the current major version on a free port, gone when it is closed. */
public final class EmbeddedDatabase implements AutoCloseable {

    /** The superuser; it has no password, since only loopback may connect. */
    public static final String USERNAME = "postgres";
    /** The database that always exists. */
    public static final String DATABASE = "postgres";

    private final EmbeddedPostgres server;

    private EmbeddedDatabase(EmbeddedPostgres server) {
        this.server = server;
    }

    /** Starts a server with PostgreSQL's own settings. */
    public static EmbeddedDatabase start() {
        return start(Map.of());
    }

    /**
     * Starts a server.
     *
     * @param settings server settings, for example {@code max_connections}
     */
    public static EmbeddedDatabase start(Map<String, String> settings) {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("fsync", "off")
                .setServerConfig("max_connections", "100");
        settings.forEach(builder::setServerConfig);
        try {
            return new EmbeddedDatabase(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port it listens on, at 127.0.0.1. */
    public int port() {
        return server.getPort();
    }

    /** {@code 127.0.0.1:port}, as {@code hostPort} in a workflow. */
    public String hostPort() {
        return "127.0.0.1:" + port();
    }

    /** A connection as superuser to one of its databases. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://" + hostPort() + "/" + database, USERNAME, "");
    }

    /** Runs a script of statements as superuser. */
    public void execute(String database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("in " + database + ": " + e.getMessage(), e);
        }
    }

    /** Makes a database, unless it is there already. */
    public void createDatabase(String database) {
        try (Connection connection = connect(DATABASE);
                PreparedStatement exists = connection.prepareStatement("SELECT FROM pg_database WHERE datname = ?")) {
            exists.setString(1, database);
            if (!exists.executeQuery().next()) {
                connection.createStatement().execute("CREATE DATABASE " + SqlNames.quote(database));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("database " + database + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

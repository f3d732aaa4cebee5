package io.trawl.testkit.redshift;

import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.StatementLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;

/**
 * A strict imitation of an Amazon Redshift cluster, to which Amazon's own driver connects: embedded PostgreSQL whose every
 * database has Redshift's catalogs before its own, behind a front on a free port of 127.0.0.1 that speaks Redshift's dialect,
 * refuses what Redshift refuses and counts connections.
 *
 * <p>Objects are made past the front with PostgreSQL's SQL; what PostgreSQL does not know of them, such as a distribution
 * key, is told to the functions of the schema {@code redshift_setup}, which {@code setup.sql} describes.
 */
public final class RedshiftServer implements AutoCloseable {

    /** A superuser, as the administrator of any cluster is; owns what {@link #execute} makes. */
    public static final String USERNAME = "awsuser";
    /** Of {@link #USERNAME}. */
    public static final String PASSWORD = "Chosen-4-awsuser";
    /** The database that a cluster has from its beginning. */
    public static final String DATABASE = "dev";

    private final Path logins;
    private final EmbeddedDatabase database;
    private final Front front;

    /**
     * What became of the clients.
     *
     * @param open how many are connected; those refused are not
     * @param highest how many were connected at once at most
     * @param refused how many were refused since there were too many
     * @param cancelled how many statements were cancelled, when their time was over for example
     * @param cancelRequests how many requests to cancel a statement have come, each on a connection of its own
     * @param startups the parameters that each client sent at its start, refused ones included
     */
    public record Clients(
            int open,
            int highest,
            int refused,
            int cancelled,
            int cancelRequests,
            List<Map<String, String>> startups) {}

    private RedshiftServer(int maxConnections, SSLContext tls) {
        logins = logins();
        Map<String, String> postgres = new HashMap<>(Map.of(
                "hba_file", logins.toString(),
                "password_encryption", "md5", // its driver knows no SCRAM
                "md5_password_warnings", "off",
                "max_connections", String.valueOf(maxConnections + 50),
                "max_locks_per_transaction", "256",
                "random_page_cost", "1.1", // all of it is in memory, and the shims join by index
                "enable_seqscan", "off"));
        database = EmbeddedDatabase.start(StatementLog.settings(postgres));
        try {
            prepare();
            front = new Front(database.port(), maxConnections, tls);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private void prepare() {
        database.execute(
                EmbeddedDatabase.DATABASE, "CREATE ROLE " + USERNAME + " SUPERUSER LOGIN PASSWORD '" + PASSWORD + "'");
        // Every database is a copy of this one.
        database.execute("template1", resource("setup.sql"));
        database.execute("template1", resource("shims.sql"));
        createDatabase(DATABASE);
        createDatabase("padb_harvest");
    }

    /** Who may log in how: everybody with a password but the one who makes everything ready. */
    private static Path logins() {
        try {
            Path file = Files.createTempFile("redshift-logins", ".conf");
            return Files.writeString(file, """
                    host all %s all trust
                    host all all all md5
                    """.formatted(EmbeddedDatabase.USERNAME));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String resource(String name) {
        try (InputStream in = RedshiftServer.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a cluster of 15 connections without TLS. */
    public static RedshiftServer start() {
        return start(15, null);
    }

    /**
     * Starts a cluster.
     *
     * @param maxConnections how many clients may be connected at once
     * @param tls lets clients encrypt, as every cluster does; none must; null for no TLS
     */
    public static RedshiftServer start(int maxConnections, SSLContext tls) {
        return new RedshiftServer(maxConnections, tls);
    }

    /** The port it listens on, at 127.0.0.1, also while it is paused. */
    public int port() {
        return front.listener.port();
    }

    /** {@code 127.0.0.1:port}, as {@code hostPort} in a workflow. */
    public String hostPort() {
        return "127.0.0.1:" + port();
    }

    /** Makes a database, unless it is there already. */
    public void createDatabase(String name) {
        database.createDatabase(name);
    }

    /**
     * Makes a database from a datashare. It has no catalog of its own: those of PostgreSQL are empty in it. Source:
     * database-direct-connect.
     *
     * @param open whether it can be connected to, as those of other clusters' datashares can; those of a data catalog cannot
     * @param contents calls of shared_schema, shared_table and shared_column, as a script for {@link #execute}; {@link #DATABASE}
     *     sees them
     */
    public void shareDatabase(String name, boolean open, String contents) {
        createDatabase(name);
        String script = "SELECT shared_database('" + name.replace("'", "''") + "');" + contents;
        execute(DATABASE, script);
        if (open) {
            execute(name, script);
            execute(name, resource("no-local-catalog.sql"));
        } else {
            front.closeDatabase(name);
        }
    }

    /** Makes a user who may do nothing yet but log in to every database. */
    public void createUser(String name, String password) {
        execute(
                DATABASE,
                "CREATE ROLE %s LOGIN PASSWORD '%s'"
                        .formatted('"' + name.replace("\"", "\"\"") + '"', password.replace("'", "''")));
    }

    /**
     * Has a user's sessions begin with a setting, as ALTER USER SET does. The front knows search_path, statement_timeout,
     * enable_case_sensitive_identifier and describe_field_name_in_uppercase. Source: r_ALTER_USER
     */
    public void alterUser(String name, String parameter, String value) {
        if (!Parameters.known(parameter)) {
            throw new IllegalArgumentException(Parameters.unknown(parameter).message());
        }
        front.alterUser(name, parameter, value);
    }

    /**
     * Runs a script of PostgreSQL's SQL past the front as {@link #USERNAME}: nothing is refused or counted. Names without a
     * schema are looked for in public, and then in redshift_setup and redshift.
     */
    public void execute(String database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("SET search_path TO public, redshift_setup, redshift");
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("in " + database + ": " + e.getMessage(), e);
        }
    }

    /** Runs a script in {@link #DATABASE}. */
    public void execute(String sql) {
        execute(DATABASE, sql);
    }

    /** A connection past the front, with PostgreSQL's driver, as {@link #USERNAME}. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + this.database.hostPort() + "/" + database, USERNAME, PASSWORD);
    }

    /** The PostgreSQL behind the front. */
    public EmbeddedDatabase postgres() {
        return database;
    }

    /**
     * A log of what was executed, as PostgreSQL saw it: a session's query group takes the place of its application's name
     * as soon as it is set.
     */
    public StatementLog statements() {
        return new StatementLog(database);
    }

    /** The cluster's pause: nobody listens any more, and connections are cut. */
    public void pause() {
        front.pause();
    }

    /** The end of a pause. */
    public void resume() {
        front.listener.open();
    }

    /** What became of the clients until now. */
    public Clients clients() {
        return front.clients();
    }

    /** What clients sent, in its order. */
    public List<SentStatement> sent() {
        return front.sent();
    }

    /** Stops everything and removes what was written. */
    @Override
    public void close() {
        front.pause();
        database.close();
        try {
            Files.delete(logins);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

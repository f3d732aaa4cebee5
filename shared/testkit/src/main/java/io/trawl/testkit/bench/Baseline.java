package io.trawl.testkit.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The least that reading a database's metadata can cost: four catalog queries over the whole database, through one
 * connection, every value of every row fetched and thrown away. Trawl's own times are given as a ratio to this, measured
 * in the same run on the same machine.
 */
public final class Baseline {

    private static final List<String> QUERIES = List.of("relations", "columns", "constraints", "comments");
    private static final int FETCH_SIZE = 10_000;

    /**
     * @param relations tables and views read
     * @param rows rows of all four queries
     * @param time how long it took, connecting included
     */
    public record Result(long relations, long rows, Duration time) {

        /** Tables and views in a second. */
        public double perSecond() {
            return relations / (time.toNanos() / 1e9);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%.3f s, %d relations, %d rows, %.0f relations/s",
                    time.toNanos() / 1e9,
                    relations,
                    rows,
                    perSecond());
        }
    }

    private Baseline() {}

    /** Connects and reads once. */
    public static Result measure(String jdbcUrl, String username, String password) throws SQLException {
        long start = System.nanoTime();
        long relations = 0;
        long rows = 0;
        try (Connection connection = DriverManager.getConnection(jdbcUrl, username, password)) {
            connection.setAutoCommit(false); // else the driver fetches a whole result at once
            for (String query : QUERIES) {
                long found = read(connection, sql(query));
                relations = query.equals("relations") ? found : relations;
                rows += found;
            }
            connection.rollback();
        }
        return new Result(relations, rows, Duration.ofNanos(System.nanoTime() - start));
    }

    /** The quickest of some readings after the first; the JVM is warm then. */
    public static Result warm(String jdbcUrl, String username, String password, int readings) throws SQLException {
        Result best = measure(jdbcUrl, username, password);
        for (int reading = 1; reading < readings; reading++) {
            Result next = measure(jdbcUrl, username, password);
            best = next.time().compareTo(best.time()) < 0 ? next : best;
        }
        return best;
    }

    private static long read(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet row = statement.executeQuery(sql)) {
                int columns = row.getMetaData().getColumnCount();
                long rows = 0;
                while (row.next()) {
                    for (int column = 1; column <= columns; column++) {
                        row.getString(column);
                    }
                    rows++;
                }
                return rows;
            }
        }
    }

    private static String sql(String name) {
        try (InputStream in = Baseline.class.getResourceAsStream(name + ".sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Prints the first reading of this process, then the quickest of nine more.
     *
     * @param arguments JDBC URL and user name; the password is taken from the environment variable PGPASSWORD, so that
     *     no process list shows it
     */
    public static void main(String[] arguments) throws SQLException {
        if (arguments.length != 2) {
            System.err.println("usage: Baseline JDBC_URL USERNAME (password in PGPASSWORD)");
            System.exit(2);
        }
        String password = System.getenv().getOrDefault("PGPASSWORD", "");
        System.out.println("cold: " + measure(arguments[0], arguments[1], password));
        System.out.println("warm: " + warm(arguments[0], arguments[1], password, 9));
    }
}

package io.trawl.testkit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The statements and connections of an embedded server between two moments, read from the server's own log. Tests
 * assert their numbers. The server must have been started with {@link #settings()}.
 *
 * <pre>{@code
 * StatementLog log = new StatementLog(server);
 * Mark before = log.mark();
 * // what is to be measured
 * assertThat(log.since(before).statements("trawl")).hasSize(3);
 * }</pre>
 */
public final class StatementLog {

    /** The log reaches its file through another process; this is how long it may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final EmbeddedDatabase server;

    /**
     * A moment.
     *
     * @param file the log
     * @param position where the log stood
     */
    public record Mark(Path file, long position) {}

    public StatementLog(EmbeddedDatabase server) {
        this.server = server;
    }

    /** Server settings that make the server write what this class reads. */
    public static Map<String, String> settings() {
        return settings(Map.of());
    }

    /** The same together with others. */
    public static Map<String, String> settings(Map<String, String> others) {
        Map<String, String> settings = new HashMap<>(others);
        settings.put("logging_collector", "on");
        settings.put("log_destination", "stderr");
        settings.put("log_filename", "statements.log");
        settings.put("log_rotation_age", "0");
        settings.put("log_rotation_size", "0");
        settings.put("log_statement", "all");
        settings.put("log_connections", "on");
        settings.put("log_line_prefix", LogExtract.PREFIX);
        settings.put("lc_messages", "C");
        return settings;
    }

    /** This moment: everything that was executed so far lies before it. */
    public Mark mark() {
        String mark = "mark " + UUID.randomUUID();
        try (Connection connection = server.connect(EmbeddedDatabase.DATABASE);
                Statement statement = connection.createStatement()) {
            Path file;
            try (ResultSet row =
                    statement.executeQuery("SELECT current_setting('data_directory'), pg_current_logfile()")) {
                row.next();
                file = Path.of(row.getString(1)).resolve(row.getString(2));
            }
            long from = file.toFile().length();
            statement.execute("SELECT '" + mark + "'");
            return new Mark(file, endOf(mark, file, from));
        } catch (SQLException e) {
            throw new IllegalStateException("statement log: " + e.getMessage(), e);
        }
    }

    /** What was executed from a mark until now. */
    public LogExtract since(Mark from) {
        return between(from, mark());
    }

    /** What was executed between two marks. */
    public LogExtract between(Mark from, Mark to) {
        return LogExtract.of(read(to.file(), from.position(), to.position()));
    }

    private static long endOf(String mark, Path file, long from) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            String text = read(file, from, file.toFile().length());
            int at = text.indexOf(mark);
            int lineEnd = at < 0 ? -1 : text.indexOf('\n', at);
            if (lineEnd >= 0) {
                return from + lineEnd + 1;
            }
            Thread.onSpinWait();
        }
        throw new IllegalStateException("statement log: the mark did not arrive in " + file + " within " + PATIENCE);
    }

    /** Bytes as characters of one byte each, so that positions are those of the file. */
    private static String read(Path file, long from, long to) {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[Math.toIntExact(to - from)];
            log.seek(from);
            log.readFully(bytes);
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

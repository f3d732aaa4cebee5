package io.trawl.source.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** SQL in files beside the class that runs it, named after what they read. */
public final class SqlResource {

    private SqlResource() {}

    /**
     * The text of a file in the package of a class, without its comment lines and its last semicolon.
     *
     * @throws IllegalStateException if there is no such file
     */
    public static String load(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource '" + name + "' beside " + beside.getName() + " is missing");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            StringBuilder sql = new StringBuilder(text.length());
            text.lines().filter(line -> !line.stripLeading().startsWith("--")).forEach(line -> sql.append(line)
                    .append('\n'));
            String statement = sql.toString().strip();
            return statement.endsWith(";") ? statement.substring(0, statement.length() - 1) : statement;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

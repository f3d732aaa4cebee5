package io.trawl.ledger.postgresql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A statement from a resource file. Its parameters are {@code :name}; one name may be in several places.
 *
 * @param text with {@code ?} in their places
 * @param names of the parameters, in the order of their places
 */
record Sql(String text, List<String> names) {

    private static final Pattern PARAMETER = Pattern.compile("(?<!:):([a-zA-Z]+)");

    /**
     * Reads the file of this name beside this class.
     *
     * @throws IllegalStateException if there is none
     */
    static Sql load(String name) {
        String resource = name + ".sql";
        try (InputStream in = Sql.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("resource '" + resource + "' is missing");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Sql parse(String file) {
        String sql = file.lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
        List<String> names = new ArrayList<>();
        Matcher parameter = PARAMETER.matcher(sql);
        StringBuilder text = new StringBuilder();
        while (parameter.find()) {
            names.add(parameter.group(1));
            parameter.appendReplacement(text, "?");
        }
        return new Sql(parameter.appendTail(text).toString().strip(), List.copyOf(names));
    }

    /** Prepares the statement; the caller closes it. */
    Query on(Connection connection) throws SQLException {
        return new Query(this, connection);
    }
}

package io.trawl.ledger.postgresql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /** Reads the file of this name beside this class; lines that begin with {@code --} are comments. */
    static Sql load(String name) {
        String resource = name + ".sql";
        try (InputStream in = Objects.requireNonNull(Sql.class.getResourceAsStream(resource), resource)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Sql parse(String file) {
        String sql = file.lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
        List<String> names = new ArrayList<>();
        String text = PARAMETER.matcher(sql).replaceAll(parameter -> {
            names.add(parameter.group(1));
            return "?";
        });
        return new Sql(text.strip(), List.copyOf(names));
    }

    /** The statement, whose parameters are to be set. */
    Query query() {
        return new Query(this, Map.of());
    }

    /** The statement with the value of its parameter. */
    Query query(String name, Object value) {
        return query().set(name, value);
    }
}

package io.trawl.source.snowflake;

import io.trawl.api.util.Blank;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A procedure or function.
 *
 * @param language OpenMetadata's name of it
 * @param body null if the role may not see it, and of an external function
 * @param description its comment
 * @param owner a role; null if it is not known
 * @param isHidden whether it has a body that the role may not see
 */
record Routine(
        Signature signature,
        String language,
        @Nullable String body,
        @Nullable String description,
        @Nullable String owner,
        boolean isHidden) {

    private static final String EXTERNAL = "External";

    /** Of a routine of which nothing more can be seen. OpenMetadata's External is whatever is none of its other languages. */
    static Routine hidden(Signature signature) {
        return new Routine(signature, EXTERNAL, null, null, null, true);
    }

    /** A row of procedures.sql or functions.sql. */
    static Routine of(ResultSet row) throws SQLException {
        String language = String.valueOf(row.getString("LANGUAGE")).toUpperCase(Locale.ROOT);
        String body = Blank.toNull(row.getString("DEFINITION"));
        return new Routine(
                Signature.named(row.getString("NAME"), row.getString("ARGUMENT_SIGNATURE")),
                language(language),
                body,
                Blank.toNull(row.getString("COMMENT")),
                row.getString("OWNER"),
                body == null && !language.equals("EXTERNAL"));
    }

    private static String language(String name) {
        return switch (name) {
            case "SQL" -> "SQL";
            case "JAVA" -> "Java";
            case "JAVASCRIPT" -> "JavaScript";
            case "PYTHON" -> "Python";
            default -> EXTERNAL; // Scala too
        };
    }
}

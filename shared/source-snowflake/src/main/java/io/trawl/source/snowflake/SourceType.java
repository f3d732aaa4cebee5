package io.trawl.source.snowflake;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A type of a column, field or element, in Snowflake's words.
 *
 * @param name upper case, as SHOW COLUMNS says it: {@code FIXED}, {@code TEXT}, {@code OBJECT}
 * @param arguments length; precision and scale; digits of a second; or the dimension of a vector. Empty if none are known
 * @param key of a MAP, else null
 * @param element of an ARRAY or a VECTOR, the values of a MAP; null if it is not known, and of all others
 * @param fields of an OBJECT that declares some, else empty
 * @param nullable whether NULL may stand in its place
 * @see <a href="https://docs.snowflake.com/en/sql-reference/data-types-structured">Structured data types</a>
 */
record SourceType(
        String name,
        List<Integer> arguments,
        @Nullable SourceType key,
        @Nullable SourceType element,
        List<Field> fields,
        boolean nullable) {

    static final String FIXED = "FIXED";
    static final String TEXT = "TEXT";
    static final String BINARY = "BINARY";
    static final String OBJECT = "OBJECT";
    static final String ARRAY = "ARRAY";
    static final String MAP = "MAP";
    static final String VECTOR = "VECTOR";

    /** Names that users write otherwise than SHOW COLUMNS does. */
    private static final Map<String, String> WRITTEN = Map.of(
            FIXED,
            "number",
            "REAL",
            "float",
            TEXT,
            "varchar",
            "INTERVAL_YEAR_MONTH",
            "interval year to month",
            "INTERVAL_DAY_TIME",
            "interval day to second");

    /** The length that a type has if none is written. */
    private static final Map<String, Integer> DEFAULT_LENGTHS = Map.of(TEXT, 16_777_216, BINARY, 8_388_608);

    SourceType {
        arguments = List.copyOf(arguments);
        fields = List.copyOf(fields);
    }

    /**
     * A field of a structured object.
     *
     * @param name raw
     */
    record Field(String name, SourceType type) {}

    /** A type without parts. */
    static SourceType simple(String name, List<Integer> arguments, boolean nullable) {
        return new SourceType(name, arguments, null, null, List.of(), nullable);
    }

    /** As users write it, in lower case but for names of fields: {@code number(38,0)}, {@code map(varchar, number(38,0))}. */
    String display() {
        return switch (name) {
            case VECTOR -> vector();
            case MAP -> element == null || key == null ? "map" : "map(" + key.within() + ", " + element.within() + ")";
            case ARRAY -> element == null ? "array" : "array(" + element.within() + ")";
            case OBJECT ->
                fields.isEmpty()
                        ? "object"
                        : fields.stream()
                                .map(field -> field.name() + " " + field.type().within())
                                .collect(Collectors.joining(", ", "object(", ")"));
            default -> written() + listed(arguments);
        };
    }

    private String vector() {
        if (element == null || arguments.isEmpty()) {
            return "vector";
        }
        return "vector(" + (element.name().equals(FIXED) ? "int" : element.written()) + ", " + arguments.get(0) + ")";
    }

    /** Inside another type: a length that need not be written is left out. */
    private String within() {
        boolean isDefault = arguments.size() == 1 && arguments.get(0).equals(DEFAULT_LENGTHS.get(name));
        return isDefault ? written() : display();
    }

    private String written() {
        return WRITTEN.getOrDefault(name, name.toLowerCase(Locale.ROOT));
    }

    private static String listed(List<Integer> arguments) {
        return arguments.isEmpty()
                ? ""
                : arguments.stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")"));
    }
}

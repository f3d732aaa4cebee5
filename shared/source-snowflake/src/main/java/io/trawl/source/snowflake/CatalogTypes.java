package io.trawl.source.snowflake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the types that INFORMATION_SCHEMA.COLUMNS says, where a schema has too many columns for SHOW COLUMNS. Equal ones are one
 * object. Used by one thread.
 *
 * <p>That view has no more than the names OBJECT, ARRAY, MAP and VECTOR: the fields of a structured object, the elements of an
 * array or vector and the types of a map are lost, and the object is read as JSON. Only SHOW COLUMNS of each table would say them.
 *
 * @see <a href="https://docs.snowflake.com/en/sql-reference/info-schema/columns">COLUMNS view</a>
 */
final class CatalogTypes {

    /** Where the view's words are not those of SHOW COLUMNS. */
    private static final Map<String, String> SHOWN = Map.of(
            "NUMBER", SourceType.FIXED,
            "FLOAT", "REAL",
            "VARCHAR", SourceType.TEXT,
            "INTERVAL YEAR TO MONTH", "INTERVAL_YEAR_MONTH",
            "INTERVAL DAY TO SECOND", "INTERVAL_DAY_TIME");

    private final Map<SourceType, SourceType> known = new HashMap<>();

    /**
     * A type.
     *
     * @param name the column DATA_TYPE
     * @param length CHARACTER_MAXIMUM_LENGTH, also of binary columns; null if there is none
     * @param precision NUMERIC_PRECISION; null if there is none
     * @param scale NUMERIC_SCALE; null if there is none
     * @param seconds DATETIME_PRECISION, digits of a second; null if the server does not say it
     * @param nullable whether IS_NULLABLE says YES
     */
    SourceType of(
            @Nullable String name,
            @Nullable Integer length,
            @Nullable Integer precision,
            @Nullable Integer scale,
            @Nullable Integer seconds,
            boolean nullable) {
        String upper = name == null || name.isBlank()
                ? DataTypes.UNKNOWN
                : name.strip().toUpperCase(Locale.ROOT);
        String shown = SHOWN.getOrDefault(upper, upper);
        List<Integer> arguments =
                switch (shown) {
                    case SourceType.FIXED -> given(precision, scale);
                    case SourceType.TEXT, SourceType.BINARY -> given(length);
                    default -> shown.startsWith("TIME") ? given(seconds) : List.of();
                };
        return known.computeIfAbsent(SourceType.simple(shown, arguments, nullable), type -> type);
    }

    private static List<Integer> given(@Nullable Integer... numbers) {
        List<Integer> given = new ArrayList<>(numbers.length);
        for (Integer number : numbers) {
            if (number != null) {
                given.add(number);
            }
        }
        return given;
    }
}

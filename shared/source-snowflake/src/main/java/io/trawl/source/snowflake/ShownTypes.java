package io.trawl.source.snowflake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.source.snowflake.SourceType.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the types that SHOW COLUMNS says as JSON: {@code {"type":"FIXED","precision":38,"scale":0,"nullable":true}}. Equal ones are
 * one object, since a schema has far fewer types than columns. Used by one thread.
 *
 * <p>What stands in it: {@code precision} and {@code scale} of FIXED; {@code scale} alone, for the digits of a second, of TIME and
 * the timestamps; {@code length} of TEXT and BINARY; {@code fields} of {@code fieldName} and {@code fieldType} of a structured
 * OBJECT; {@code elementType} of a structured ARRAY; {@code keyType} and {@code valueType} of MAP; {@code vectorElementType} and
 * {@code dimension} of VECTOR.
 *
 * @see <a href="https://docs.snowflake.com/en/sql-reference/sql/show-columns">SHOW COLUMNS</a>
 */
final class ShownTypes {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Deeper nesting is not looked into. */
    private static final int DEEPEST = 32;

    private final Map<String, SourceType> known = new HashMap<>();

    /** The type; if the text is not understood, a type with that name, of which nothing else is known. */
    SourceType of(@Nullable String text) {
        return known.computeIfAbsent(text == null ? "" : text, ShownTypes::parse);
    }

    private static SourceType parse(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            if (json.path("type").isTextual()) {
                return type(json, 0);
            }
        } catch (JsonProcessingException e) {
            // It is no JSON; the name is shown as it is.
        }
        return SourceType.simple(text.isBlank() ? DataTypes.UNKNOWN : text.strip(), List.of(), true);
    }

    private static SourceType type(JsonNode json, int depth) {
        String name = json.path("type").asText().toUpperCase(Locale.ROOT);
        boolean nullable = json.path("nullable").asBoolean(true);
        if (depth > DEEPEST) {
            return SourceType.simple(name, List.of(), nullable);
        }
        List<Field> fields = new ArrayList<>();
        json.path("fields")
                .forEach(field -> fields.add(
                        new Field(field.path("fieldName").asText(), type(field.path("fieldType"), depth + 1))));
        JsonNode element = json.has("valueType")
                ? json.get("valueType")
                : json.has("elementType") ? json.get("elementType") : json.get("vectorElementType");
        return new SourceType(
                name,
                arguments(name, json),
                json.has("keyType") ? type(json.get("keyType"), depth + 1) : null,
                element == null ? null : type(element, depth + 1),
                fields,
                nullable);
    }

    private static List<Integer> arguments(String name, JsonNode json) {
        return switch (name) {
            case SourceType.FIXED -> numbers(json, "precision", "scale");
            case SourceType.TEXT, SourceType.BINARY -> numbers(json, "length");
            case SourceType.VECTOR -> numbers(json, "dimension");
            default -> name.startsWith("TIME") ? numbers(json, "scale") : List.of();
        };
    }

    private static List<Integer> numbers(JsonNode json, String... keys) {
        List<Integer> numbers = new ArrayList<>(keys.length);
        for (String key : keys) {
            if (json.path(key).isInt()) {
                numbers.add(json.get(key).asInt());
            }
        }
        return numbers;
    }
}

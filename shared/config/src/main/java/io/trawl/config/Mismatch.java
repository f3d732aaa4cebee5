package io.trawl.config;

import static io.trawl.api.util.OneLine.quoted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.api.workflow.Secret;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What to say of a value that is not of the type its key needs. */
final class Mismatch {

    private Mismatch() {}

    /**
     * @param found what stands in the file
     * @param expected the class its key needs
     * @param place where it stands
     * @param names the values of an enum, as they are written
     */
    static String describe(JsonNode found, Class<?> expected, ConfigPath place, Function<Class<?>, String> names) {
        if (found.isMissingNode() || found.isNull()) {
            return "is required";
        }
        if (expected == null || expected == ObjectNode.class || !isScalar(expected)) {
            boolean list = expected != null && Collection.class.isAssignableFrom(expected);
            return "expected " + (list ? "a list" : "a mapping") + ", found " + kind(found);
        }
        if (found.isContainerNode()) {
            return "expected " + noun(expected, names) + ", found " + kind(found);
        }
        return quote(found, place) + " is "
                + (expected.isEnum() ? "none of " + names.apply(expected) : "not " + noun(expected, names))
                + (isText(expected) ? ": put it in quotes" : "");
    }

    /** The text that stands there, which must be one of these; null if there is none. */
    static @Nullable String oneOf(List<String> allowed, JsonNode found, ConfigPath place) {
        if (found == null || found.isNull()) {
            return null;
        }
        String all = String.join(", ", allowed);
        if (found.isContainerNode()) {
            throw place.wrong("expected one of " + all + ", found " + kind(found));
        }
        if (!allowed.contains(found.asText())) {
            throw place.wrong(quoted(found.asText()) + " is none of " + all);
        }
        return found.asText();
    }

    /** The value as the user sees it; what may be a secret is never repeated. */
    static String quote(JsonNode found, ConfigPath place) {
        return Secrets.mayBeAt(place) ? "the value" : quoted(found.asText());
    }

    private static boolean isScalar(Class<?> type) {
        return isText(type)
                || type.isEnum()
                || type.isPrimitive()
                || type == Boolean.class
                || Number.class.isAssignableFrom(type);
    }

    private static boolean isText(Class<?> type) {
        return type == String.class || type == Secret.class;
    }

    private static String noun(Class<?> type, Function<Class<?>, String> names) {
        if (isText(type)) {
            return "text";
        }
        if (type.isEnum()) {
            return "one of " + names.apply(type);
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        boolean fraction = type == Double.class || type == double.class || type == Float.class || type == float.class;
        return fraction ? "a number" : "a whole number";
    }

    /** What sort of value stands there, for a message. */
    static String kind(JsonNode node) {
        if (node.isObject()) {
            return "a mapping";
        }
        return node.isArray() ? "a list" : node.isTextual() ? "text" : node.isNumber() ? "a number" : "true or false";
    }
}

package io.trawl.config;

import static io.trawl.api.util.OneLine.quoted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes Jackson's tree of a file's content and puts the environment's values in place of {@code ${VAR}} and {@code $VAR}.
 * That happens after parsing, so a value is text whatever characters it holds, and is not looked at for variables again.
 *
 * <p>Variables are found as Python's {@code os.path.expandvars} finds them, which OpenMetadata's tool calls: after a
 * {@code $} come letters, digits and underscores, as many as there are, and nothing escapes a {@code $}. One that is not
 * set stays as it is, since a password may hold {@code $}; in braces it is an error here, since nothing but a variable is
 * meant.
 */
final class Tree {

    /** Deeper is an alias that contains itself, or nonsense. */
    private static final int MAX_DEPTH = 50;

    private static final Pattern REFERENCE = Pattern.compile("\\$(?:\\{([^}]*)}|(\\w+))");
    private static final Pattern ONLY_A_REFERENCE = Pattern.compile("\\$[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Map<String, String> environment;
    private final Consumer<String> warnings;

    /**
     * @param warnings receives a line for each value that is nothing but a variable that is not set
     */
    Tree(Map<String, String> environment, Consumer<String> warnings) {
        this.environment = environment;
        this.warnings = warnings;
    }

    ObjectNode of(Map<?, ?> content, ConfigPath place) {
        return mapping(content, place, 0);
    }

    private JsonNode node(Object value, ConfigPath place, int depth) {
        if (depth > MAX_DEPTH) {
            throw place.wrong("is nested more than " + MAX_DEPTH + " levels deep");
        }
        if (value == null) {
            return NODES.nullNode();
        } else if (value instanceof Map<?, ?> map) {
            return mapping(map, place, depth);
        } else if (value instanceof List<?> list) {
            return list(list, place, depth);
        } else if (value instanceof String text) {
            return NODES.textNode(expand(text, place));
        } else if (value instanceof Boolean flag) {
            return NODES.booleanNode(flag);
        } else if (value instanceof Integer || value instanceof Long || value instanceof BigInteger) {
            return NODES.numberNode(new BigInteger(value.toString()));
        } else if (value instanceof Double number) {
            return NODES.numberNode(number);
        }
        throw place.wrong("holds a kind of value that no workflow has, such as a set or binary data");
    }

    private ObjectNode mapping(Map<?, ?> map, ConfigPath place, int depth) {
        ObjectNode node = NODES.objectNode();
        map.forEach((key, value) -> {
            if (!(key instanceof String name)) {
                throw place.wrong("the key " + quoted(key) + " is not text: put it in quotes");
            }
            node.set(name, node(value, place.key(name), depth + 1));
        });
        return node;
    }

    private ArrayNode list(List<?> list, ConfigPath place, int depth) {
        ArrayNode node = NODES.arrayNode();
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) == null) {
                throw place.index(i).wrong("is empty; an element of a list needs a value");
            }
            node.add(node(list.get(i), place.index(i), depth + 1));
        }
        return node;
    }

    private String expand(String text, ConfigPath place) {
        if (ONLY_A_REFERENCE.matcher(text).matches() && !environment.containsKey(text.substring(1))) {
            // It may be a password, so it is not quoted.
            warnings.accept(place.says("looks like a variable that is not set, and is taken as it is"));
        }
        return REFERENCE.matcher(text).replaceAll(reference -> Matcher.quoteReplacement(value(reference, place)));
    }

    private String value(MatchResult reference, ConfigPath place) {
        return reference.group(1) != null
                ? value(reference.group(1), place)
                : environment.getOrDefault(reference.group(2), reference.group());
    }

    private String value(String variable, ConfigPath place) {
        if (!VARIABLE.matcher(variable).matches()) {
            throw place.wrong("between ${ and } there must be the name of an environment variable and nothing else");
        }
        String value = environment.get(variable);
        if (value == null) {
            throw place.wrong("${" + variable + "} is not set");
        }
        return value;
    }
}

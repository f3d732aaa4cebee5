package io.trawl.core.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes Jackson's tree of a file's content and puts the environment's values in place of {@code ${VAR}}. That happens
 * after parsing, so a value is text whatever characters it holds, and is not looked at for variables again.
 */
final class Tree {

    /** Deeper is an alias that contains itself, or nonsense. */
    private static final int MAX_DEPTH = 50;

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Map<String, String> environment;

    Tree(Map<String, String> environment) {
        this.environment = environment;
    }

    ObjectNode of(Map<?, ?> content, Place place) {
        return mapping(content, place, 0);
    }

    private JsonNode node(Object value, Place place, int depth) {
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

    private ObjectNode mapping(Map<?, ?> map, Place place, int depth) {
        ObjectNode node = NODES.objectNode();
        map.forEach((key, value) -> {
            if (!(key instanceof String name)) {
                throw place.wrong("the key '" + key + "' is not text: put it in quotes");
            }
            node.set(name, node(value, place.key(name), depth + 1));
        });
        return node;
    }

    private ArrayNode list(List<?> list, Place place, int depth) {
        ArrayNode node = NODES.arrayNode();
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) == null) {
                throw place.index(i).wrong("is empty; an element of a list needs a value");
            }
            node.add(node(list.get(i), place.index(i), depth + 1));
        }
        return node;
    }

    private String expand(String text, Place place) {
        return REFERENCE
                .matcher(text)
                .replaceAll(reference -> Matcher.quoteReplacement(value(reference.group(1), place)));
    }

    private String value(String variable, Place place) {
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

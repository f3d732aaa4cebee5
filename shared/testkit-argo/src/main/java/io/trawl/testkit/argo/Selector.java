package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which objects a list or watch is about: {@code labelSelector} with the grammar of Kubernetes' labels, and {@code
 * fieldSelector}, of which custom resources know {@code metadata.name} and {@code metadata.namespace} only.
 */
final class Selector implements Predicate<JsonNode> {

    private static final Pattern SET = Pattern.compile("(\\S+)\\s+(in|notin)\\s+\\(([^)]*)\\)");
    private static final Pattern EQUALITY = Pattern.compile("([^=!\\s]+)\\s*(==|=|!=)\\s*(\\S*)");
    /** Commas that are not between parentheses. */
    private static final String COMMA = ",(?![^(]*\\))";

    private Predicate<JsonNode> all = object -> true;

    /** Either may be null or empty. */
    Selector(String labels, String fields) {
        for (String requirement : parts(labels)) {
            all = all.and(label(requirement));
        }
        for (String requirement : parts(fields)) {
            all = all.and(field(requirement));
        }
    }

    @Override
    public boolean test(JsonNode object) {
        return all.test(object);
    }

    private static List<String> parts(String selector) {
        return selector == null || selector.isBlank()
                ? List.of()
                : Arrays.stream(selector.split(COMMA)).map(String::strip).toList();
    }

    private static Predicate<JsonNode> label(String requirement) {
        Matcher set = SET.matcher(requirement);
        if (set.matches()) {
            List<String> values =
                    Arrays.stream(set.group(3).split(",")).map(String::strip).toList();
            boolean in = set.group(2).equals("in");
            return object -> values.contains(label(object, set.group(1))) == in;
        }
        Matcher equality = EQUALITY.matcher(requirement);
        if (equality.matches()) {
            boolean equal = !equality.group(2).equals("!=");
            return object -> equality.group(3).equals(label(object, equality.group(1))) == equal;
        }
        if (requirement.contains(" ")) {
            throw ApiException.badRequest("unable to parse requirement: " + requirement);
        }
        return requirement.startsWith("!")
                ? object -> label(object, requirement.substring(1)) == null
                : object -> label(object, requirement) != null;
    }

    private static Predicate<JsonNode> field(String requirement) {
        Matcher equality = EQUALITY.matcher(requirement);
        if (!equality.matches()
                || !List.of("metadata.name", "metadata.namespace").contains(equality.group(1))) {
            throw ApiException.badRequest("field label not supported: " + requirement);
        }
        String field = "/" + equality.group(1).replace('.', '/');
        boolean equal = !equality.group(2).equals("!=");
        return object -> object.at(field).asText().equals(equality.group(3)) == equal;
    }

    private static String label(JsonNode object, String key) {
        return object.path("metadata").path("labels").path(key).textValue();
    }
}

package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which objects a list or watch is about: a {@code labelSelector} of equalities, as Trawl sends it; any other is refused. */
final class Selector implements Predicate<JsonNode> {

    private static final Pattern EQUALITY = Pattern.compile("([^=!\\s]+)(!?=)([^=!\\s]*)");

    private Predicate<JsonNode> all = object -> true;

    /** @param labels null or empty: all objects */
    Selector(String labels) {
        for (String requirement : labels == null || labels.isEmpty() ? new String[0] : labels.split(",")) {
            Matcher equality = EQUALITY.matcher(requirement);
            if (!equality.matches()) {
                throw ApiException.badRequest("unable to parse requirement: " + requirement);
            }
            boolean equal = equality.group(2).equals("=");
            all = all.and(object -> equality.group(3)
                            .equals(object.path("metadata")
                                    .path("labels")
                                    .path(equality.group(1))
                                    .textValue())
                    == equal);
        }
    }

    @Override
    public boolean test(JsonNode object) {
        return all.test(object);
    }
}

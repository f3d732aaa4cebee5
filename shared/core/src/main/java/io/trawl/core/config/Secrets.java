package io.trawl.core.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** Which keys of a workflow may hold a secret, told by their names. */
final class Secrets {

    private static final Pattern NAME = Pattern.compile(
            "password|passphrase|passwd|pwd|secret(?!smanager)|token|privatekey|accesskey|apikey|sslkey|credential"
                    + "|authtype|gcpconfig|securityconfig|headers|connectionoptions|connectionarguments");

    /** A shorter value is not looked for in a message: it would be found in any. */
    private static final int SHORTEST = 4;

    private Secrets() {}

    /** Whether what stands at this place, or below a key like it, must not be quoted. */
    static boolean mayBeAt(Place place) {
        return NAME.matcher(place.path().toLowerCase(Locale.ROOT)).find();
    }

    /** The message without any secret that stands in the tree: a second safeguard, for words that are not ours. */
    static String hide(String message, JsonNode tree, Place place) {
        StringBuilder hidden = new StringBuilder(message);
        forEachText(tree, place, (where, text) -> {
            if (mayBeAt(where) && text.length() >= SHORTEST) {
                replaceAll(hidden, text);
            }
        });
        return hidden.toString();
    }

    private static void forEachText(JsonNode node, Place place, BiConsumer<Place, String> text) {
        if (node.isTextual()) {
            text.accept(place, node.textValue());
        }
        node.properties().forEach(entry -> forEachText(entry.getValue(), place.key(entry.getKey()), text));
        if (node.isArray()) {
            node.forEach(element -> forEachText(element, place, text));
        }
    }

    private static void replaceAll(StringBuilder text, String secret) {
        for (int at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 8)) {
            text.replace(at, at + secret.length(), "********");
        }
    }
}

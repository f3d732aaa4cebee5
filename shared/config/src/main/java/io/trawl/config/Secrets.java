package io.trawl.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.api.util.OneLine;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** Which keys of a workflow may hold a secret, decided by their names. */
final class Secrets {

    private static final Pattern NAME = Pattern.compile(
            "password|passphrase|passwd|pwd|secret(?!smanager)|token|privatekey|accesskey|apikey|sslkey|credential"
                    + "|authtype|gcpconfig|securityconfig|headers|connectionoptions|connectionarguments");

    /** Keys whose value is sent to a server as it is; keys and certificates end in a line break by their nature. */
    private static final Pattern SENT = Pattern.compile(
            "(password|passphrase|passwd|pwd|token|secret|accesskey|accesskeyid|apikey)$|headers\\.[^.]*$");

    /** A shorter value is not looked for in a message: it would be found in any. */
    private static final int SHORTEST = 4;

    private Secrets() {}

    /** Whether what stands at this place, or below a key like it, must not be quoted. */
    static boolean mayBeAt(ConfigPath place) {
        return NAME.matcher(place.path().toLowerCase(Locale.ROOT)).find();
    }

    /**
     * Complains about a password or token that ends in a line break, as one does that comes from a file or a YAML block. It
     * would be refused by the server, which says nothing of a line break.
     */
    static void checkLineBreaks(JsonNode tree, ConfigPath place) {
        forEachText(tree, place, (where, text) -> {
            if (SENT.matcher(where.path().toLowerCase(Locale.ROOT)).find()
                    && (text.endsWith("\n") || text.endsWith("\r"))) {
                throw where.wrong("ends in a line break: remove it where the value comes from");
            }
        });
    }

    /**
     * The message without any secret that stands in the tree, and with the beginning of what is too long to be quoted: a
     * second safeguard, for words that are not ours.
     */
    static String redact(String message, JsonNode tree, ConfigPath place) {
        String[] redacted = {message};
        forEachText(tree, place, (where, text) -> {
            boolean secret = mayBeAt(where) && text.length() >= SHORTEST;
            redacted[0] = redacted[0].replace(text, secret ? "********" : OneLine.shortened(text));
        });
        return redacted[0];
    }

    private static void forEachText(JsonNode node, ConfigPath place, BiConsumer<ConfigPath, String> text) {
        if (node.isTextual()) {
            text.accept(place, node.textValue());
        }
        node.properties().forEach(entry -> forEachText(entry.getValue(), place.key(entry.getKey()), text));
        if (node.isArray()) {
            node.forEach(element -> forEachText(element, place, text));
        }
    }
}

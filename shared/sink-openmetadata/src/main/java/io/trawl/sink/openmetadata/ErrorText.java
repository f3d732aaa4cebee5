package io.trawl.sink.openmetadata;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.api.util.OneLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes one short line of whatever a server or a proxy in front of it answers, and keeps secrets out of it. */
final class ErrorText {

    private static final int MAX_LENGTH = 300;

    private static final Pattern TITLE =
            Pattern.compile("<title[^>]*>(.*?)</title>", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern TAG = Pattern.compile("<[^>]*>");

    private final List<String> secrets;

    /**
     * @param secrets never shown
     */
    ErrorText(List<String> secrets) {
        this.secrets = secrets.stream().filter(secret -> !secret.isBlank()).toList();
    }

    /** The message of an error body: OpenMetadata's JSON, a proxy's page, or any text; may be empty. */
    String ofBody(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        try {
            JsonNode json = Client.JSON.readTree(text);
            if (json != null && json.isObject()) {
                for (String field : List.of("message", "responseMessage", "error", "errors")) {
                    JsonNode value = json.path(field);
                    if (!value.isMissingNode() && !value.isNull()) {
                        return line(value.isTextual() ? value.asText() : value.toString());
                    }
                }
            }
        } catch (IOException e) {
            // No JSON: a page or plain text, which is looked at below.
        }
        Matcher title = TITLE.matcher(text);
        return line(title.find() ? title.group(1) : TAG.matcher(text).replaceAll(" "));
    }

    /** One line, shortened, without a secret. */
    String line(String text) {
        String line = text == null ? "" : OneLine.folded(text);
        for (String secret : secrets) {
            line = line.replace(secret, "********");
        }
        return OneLine.cut(line, MAX_LENGTH);
    }
}

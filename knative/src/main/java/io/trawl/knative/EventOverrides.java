package io.trawl.knative;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.api.workflow.ConfigException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** {@code K_CE_OVERRIDES}: {@code {"extensions": {"name": "value"}}}. What else may be in it is not for senders. */
final class EventOverrides {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** CloudEvents 1.0, naming conventions. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,20}");
    /** Values become header values, which are not decoded on the way. */
    private static final Pattern VALUE = Pattern.compile("[!-~](?:[ -~]*[!-~])?");

    private static final Set<String> ATTRIBUTES =
            Set.of("specversion", "id", "source", "type", "datacontenttype", "dataschema", "subject", "time", "data");

    private EventOverrides() {}

    static Map<String, String> read(String text) {
        Map<String, String> extensions = new TreeMap<>();
        if (text == null || text.isBlank()) {
            return extensions;
        }
        JsonNode found;
        try {
            found = JSON.readTree(text).path("extensions");
        } catch (JsonProcessingException e) {
            throw wrong("is no JSON");
        }
        if (!found.isObject() && !found.isMissingNode() && !found.isNull()) {
            throw wrong("extensions is not an object");
        }
        found.properties().forEach(field -> {
            String name = field.getKey();
            if (!NAME.matcher(name).matches() || ATTRIBUTES.contains(name)) {
                throw wrong("extensions: '" + name + "' is no name of an extension: up to 20 of a-z and 0-9");
            }
            String value = field.getValue().textValue();
            if (value == null || !VALUE.matcher(value).matches()) {
                throw wrong("extensions." + name + ": must be text of printable ASCII characters");
            }
            extensions.put(name, value);
        });
        return extensions;
    }

    private static ConfigException wrong(String what) {
        return new ConfigException(BrokerBinding.OVERRIDES + ": " + what);
    }
}

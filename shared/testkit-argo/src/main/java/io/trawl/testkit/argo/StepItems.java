package io.trawl.testkit.argo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The items that a step is expanded by (expandStep, expandSequence and processItem in workflow/controller): objects of a
 * {@code withParam}, and numbers of a {@code withSequence}.
 */
final class StepItems {

    /**
     * One of them.
     *
     * @param step the step's name with the item
     * @param values {@code item}, {@code item.x}
     */
    record Item(String step, Map<String, String> values) {}

    private StepItems() {}

    static boolean expands(JsonNode step) {
        return step.has("withParam") || step.has("withSequence");
    }

    /** @param step its variables replaced but for those of the item */
    static List<Item> of(JsonNode step) {
        String name = step.path("name").asText();
        List<Item> items = new ArrayList<>();
        if (step.has("withParam")) {
            for (JsonNode value : list(step.path("withParam").asText())) {
                items.add(item(name, items.size(), value));
            }
            return items;
        }
        int start = number(step.at("/withSequence/start"));
        int count = number(step.at("/withSequence/count"));
        for (int value = start; value < start + count; value++) {
            items.add(new Item(name(name, items.size(), "" + value), Map.of("item", "" + value)));
        }
        return items;
    }

    private static JsonNode list(String text) {
        String why;
        try {
            JsonNode list = Json.parse(text);
            if (list.isArray()) {
                return list;
            }
            why = "it is " + list.getNodeType();
        } catch (JsonProcessingException e) {
            why = e.getOriginalMessage();
        }
        throw new TemplateException("withParam value could not be parsed as a JSON list: " + text.strip() + ": " + why);
    }

    private static Item item(String step, int index, JsonNode value) {
        if (!value.isObject()) {
            throw new TemplateException(
                    "withParam: the testkit's controller knows lists of objects only, not " + value);
        }
        Map<String, String> values = new HashMap<>();
        TreeSet<String> parts = new TreeSet<>();
        value.properties().forEach(field -> {
            values.put("item." + field.getKey(), field.getValue().asText());
            parts.add(field.getKey() + ":" + field.getValue().asText());
        });
        return new Item(name(step, index, String.join(",", parts)), values);
    }

    private static String name(String step, int index, String item) {
        return step + "(" + index + ":" + item.replace("(", "").replace(")", "") + ")";
    }

    private static int number(JsonNode text) {
        try {
            return Integer.parseInt(text.asText());
        } catch (NumberFormatException e) {
            throw new TemplateException("strconv.Atoi: parsing " + text + ": invalid syntax");
        }
    }
}

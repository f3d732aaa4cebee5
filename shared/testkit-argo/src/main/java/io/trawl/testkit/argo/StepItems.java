package io.trawl.testkit.argo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The items that a step is expanded by (expandStep, expandSequence and processItem in workflow/controller). */
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
        List<JsonNode> values =
                step.has("withParam") ? list(step.path("withParam").asText()) : List.of();
        for (JsonNode value : values) {
            items.add(item(name, items.size(), value));
        }
        if (step.has("withSequence")) {
            for (String value : sequence(step.path("withSequence"))) {
                items.add(new Item(name(name, items.size(), value), Map.of("item", value)));
            }
        }
        return items;
    }

    private static List<JsonNode> list(String text) {
        try {
            JsonNode list = Json.parse(text);
            if (list.isArray()) {
                List<JsonNode> values = new ArrayList<>();
                list.forEach(values::add);
                return values;
            }
            throw new TemplateException("withParam value could not be parsed as a JSON list: " + text.strip()
                    + ": it is " + list.getNodeType());
        } catch (JsonProcessingException e) {
            throw new TemplateException("withParam value could not be parsed as a JSON list: " + text.strip() + ": "
                    + e.getOriginalMessage());
        }
    }

    private static Item item(String step, int index, JsonNode value) {
        Map<String, String> values = new HashMap<>();
        values.put("item", text(value));
        TreeSet<String> parts = new TreeSet<>();
        if (value.isObject()) {
            value.properties().forEach(field -> {
                values.put("item." + field.getKey(), text(field.getValue()));
                parts.add(field.getKey() + ":" + text(field.getValue()));
            });
        }
        return new Item(name(step, index, value.isObject() ? String.join(",", parts) : text(value)), values);
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.asText() : Json.write(value);
    }

    private static String name(String step, int index, String item) {
        return step + "(" + index + ":" + item.replace("(", "").replace(")", "") + ")";
    }

    private static List<String> sequence(JsonNode sequence) {
        List<String> values = new ArrayList<>();
        int start = number(sequence.path("start").asText("0"));
        int count = number(sequence.path("count").asText("0"));
        for (int value = start; value < start + count; value++) {
            values.add(Integer.toString(value));
        }
        return values;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new TemplateException("strconv.Atoi: parsing \"" + text + "\": invalid syntax");
        }
    }
}

package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.testkit.argo.Templates.Invocation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Executes a template of steps: its groups one after the other, what is in a group at once (workflow/controller/steps.go). */
final class Steps {

    private final Pass pass;
    private final Nodes nodes;
    private final Templates templates;

    Steps(Pass pass, Templates templates) {
        this.pass = pass;
        this.nodes = pass.nodes();
        this.templates = templates;
    }

    Node execute(Invocation invocation, String name, ObjectNode template) {
        if (nodes.find(name) == null) {
            nodes.init(name, "Steps", invocation.template(), invocation.boundary(), Node.RUNNING, "");
        }
        Map<String, String> scope = new HashMap<>(pass.globals());
        int number = 0;
        for (JsonNode group : template.path("steps")) {
            String groupName = name + "[" + number++ + "]";
            Node groupNode = group(groupName, group, scope, nodes.id(name), invocation.onExit());
            nodes.addChild(name, groupName);
            if (!groupNode.fulfilled()) {
                return nodes.find(name);
            }
            if (groupNode.failedOrError()) {
                return nodes.mark(name, Node.FAILED, groupNode.message());
            }
            group.forEach(step -> remember(groupName, step.path("name").asText(), scope));
        }
        return nodes.mark(name, Node.SUCCEEDED, "");
    }

    private void remember(String group, String step, Map<String, String> scope) {
        Node node = nodes.find(group + "." + step); // null if it was expanded
        if (node != null && node.outputs().has("result")) {
            scope.put(
                    "steps." + step + ".outputs.result",
                    node.outputs().path("result").asText());
        }
    }

    private Node group(String name, JsonNode steps, Map<String, String> scope, String boundary, boolean onExit) {
        Node group = nodes.find(name);
        if (group == null) {
            group = nodes.init(name, "StepGroup", "", boundary, Node.RUNNING, "");
        }
        if (group.fulfilled()) {
            return group;
        }
        Map<String, JsonNode> continueOn = new HashMap<>();
        try {
            for (JsonNode step : steps) {
                JsonNode resolved = Json.parseOwn(Substitution.replace(Json.write(step), scope));
                for (StepItems.Item item : items(name, resolved, boundary)) {
                    String child = name + "." + item.step();
                    continueOn.put(nodes.id(child), resolved.path("continueOn"));
                    begin(name, child, resolved, item, boundary, onExit);
                }
            }
        } catch (TemplateException e) {
            return nodes.mark(name, Node.ERROR, e.getMessage());
        }
        return judged(name, continueOn);
    }

    private List<StepItems.Item> items(String group, JsonNode step, String boundary) {
        String name = step.path("name").asText();
        if (!StepItems.expands(step)) {
            return List.of(new StepItems.Item(name, Map.of()));
        }
        List<StepItems.Item> items = StepItems.of(step);
        String skipped = group + "." + name;
        if (items.isEmpty() && nodes.find(skipped) == null) {
            nodes.init(skipped, "Skipped", "", boundary, Node.SKIPPED, "Skipped, empty params");
            nodes.addChild(group, skipped);
        }
        return items;
    }

    private void begin(
            String group, String child, JsonNode step, StepItems.Item item, String boundary, boolean onExit) {
        Node known = nodes.find(child);
        if (known != null && known.fulfilled()) {
            return;
        }
        Map<String, String> arguments = new HashMap<>();
        String parameters = Json.write(step.at("/arguments/parameters"));
        Json.parseOwn(Substitution.replace(parameters, item.values()))
                .forEach(parameter -> arguments.put(
                        parameter.path("name").asText(), parameter.path("value").asText()));
        Node node;
        try {
            node = templates.execute(
                    new Invocation(child, step.path("template").asText(), arguments, boundary, onExit));
        } catch (TemplateException e) {
            nodes.addChild(group, child);
            throw new TemplateException(
                    "step group deemed errored due to child " + child + " error: " + e.getMessage());
        }
        if (node != null) {
            nodes.addChild(group, child);
        }
    }

    private Node judged(String name, Map<String, JsonNode> continueOn) {
        List<Node> children = nodes.children(nodes.find(name));
        if (!children.stream().allMatch(Node::fulfilled)) {
            return nodes.find(name);
        }
        for (Node child : children) {
            JsonNode goesOn = continueOn.getOrDefault(child.id(), Json.object());
            if (child.failedOrError()
                    && !goesOn.path(child.is(Node.ERROR) ? "error" : "failed").asBoolean()) {
                return nodes.mark(name, Node.FAILED, "child '" + child.id() + "' failed");
            }
        }
        return nodes.mark(name, Node.SUCCEEDED, "");
    }
}

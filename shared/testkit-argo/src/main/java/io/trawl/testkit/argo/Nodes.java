package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The nodes of a Workflow during a pass of the controller: {@code status.nodes}, which are all that it knows of the past. They
 * are as in Argo, but that a group of steps hangs on its steps node rather than on the pods before it, that times have
 * milliseconds, and that the hash in names is Java's.
 */
final class Nodes {

    private final String workflow;
    private final Map<String, ObjectNode> byId = new LinkedHashMap<>();
    private final Map<String, List<String>> byBoundary = new HashMap<>();

    Nodes(String workflow, JsonNode nodes) {
        this.workflow = workflow;
        nodes.properties().forEach(node -> put(node.getKey(), (ObjectNode) node.getValue()));
    }

    private void put(String id, ObjectNode node) {
        if (byId.put(id, node) == null) {
            byBoundary
                    .computeIfAbsent(node.path("boundaryID").asText(), none -> new ArrayList<>())
                    .add(id);
        }
    }

    /** What stands in {@code status.nodes}; nodes that have not changed are shared with what was there. */
    ObjectNode json() {
        ObjectNode json = Json.object();
        byId.forEach(json::set);
        return json;
    }

    /** The node of that name, or null. */
    Node find(String name) {
        return byId(id(name));
    }

    /** The node with that id, or null. */
    Node byId(String id) {
        ObjectNode json = byId.get(id);
        return json == null ? null : new Node(json);
    }

    List<Node> all() {
        return byId.values().stream().map(Node::new).toList();
    }

    /** The id of a node, with 32 bits of a hash: of 3,000 nodes, two have the same with a probability of 0.1 %. */
    String id(String name) {
        return name.equals(workflow) ? workflow : workflow + "-" + hash(name);
    }

    /** The name of a node's pod (workflow/util/pod_name.go). */
    String podName(Node node) {
        return node.name().equals(workflow) ? workflow : workflow + "-" + node.template() + "-" + hash(node.name());
    }

    private static String hash(String name) {
        return Integer.toUnsignedString(name.hashCode());
    }

    /** @param boundary the id of the steps node that it is in, or empty */
    Node init(String name, String type, String template, String boundary, String phase, String message) {
        ObjectNode node = Json.object();
        node.put("id", id(name)).put("name", name).put("displayName", displayName(name));
        node.put("type", type).put("templateName", template).put("startedAt", now());
        if (!boundary.isEmpty()) {
            node.put("boundaryID", boundary);
        }
        put(id(name), node);
        return mark(name, phase, message);
    }

    /** The step's name with its item or attempt; of the first node its own. */
    private static String displayName(String name) {
        return name.contains("].") ? name.substring(name.lastIndexOf("].") + 2) : name;
    }

    /** Sets phase and message. */
    Node mark(String name, String phase, String message) {
        Node before = find(name);
        if (before.is(phase) && before.message().equals(message)) {
            return before;
        }
        return change(name, node -> {
            node.put("phase", phase).put("message", message);
            if (new Node(node).fulfilled() && !node.has("finishedAt")) {
                node.put("finishedAt", now());
            }
        });
    }

    /** Sets what came out; a null is left out. */
    Node outputs(String name, Integer exitCode, String result) {
        return change(name, node -> {
            ObjectNode outputs = node.putObject("outputs");
            if (exitCode != null) {
                outputs.put("exitCode", exitCode.toString());
            }
            if (result != null) {
                outputs.put("result", result);
            }
        });
    }

    /** Gives a node the outputs of another. */
    void copyOutputs(Node from, String to) {
        if (from.json().has("outputs")) {
            change(to, node -> node.set("outputs", from.outputs()));
        }
    }

    void addChild(String parent, String child) {
        if (!find(parent).children().contains(id(child))) {
            change(parent, node -> node.withArray("children").add(id(child)));
        }
    }

    private Node change(String name, Consumer<ObjectNode> how) {
        ObjectNode changed = byId.get(id(name)).deepCopy();
        how.accept(changed);
        byId.put(id(name), changed);
        return new Node(changed);
    }

    List<Node> children(Node node) {
        return node.children().stream()
                .map(this::byId)
                .filter(child -> child != null)
                .toList();
    }

    /** The nodes right in a steps node. */
    List<Node> within(String boundary) {
        return byBoundary.getOrDefault(boundary, List.of()).stream()
                .map(this::byId)
                .toList();
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }
}

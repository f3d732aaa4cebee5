package io.trawl.knative;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A resource of a manifest.
 *
 * @param origin where it was read, for messages
 * @param json all of it
 */
record Resource(String origin, JsonNode json) {

    /**
     * How one resource names another.
     *
     * @param namespace null for the namespace of the resource that has the reference
     */
    record Reference(String apiVersion, String kind, String name, String namespace) {}

    /** What another resource names it by. */
    Reference reference() {
        return new Reference(
                json.path("apiVersion").textValue(),
                json.path("kind").textValue(),
                json.at("/metadata/name").textValue(),
                json.at("/metadata/namespace").textValue());
    }

    String kind() {
        return json.path("kind").asText();
    }

    /** Every object below that names a resource by version, kind and name. */
    List<Reference> references() {
        return below(json)
                .filter(node -> node.hasNonNull("apiVersion") && node.hasNonNull("kind") && node.hasNonNull("name"))
                .map(node -> new Reference(
                        node.path("apiVersion").textValue(),
                        node.path("kind").textValue(),
                        node.path("name").textValue(),
                        node.path("namespace").textValue()))
                .toList();
    }

    /** The metadata and spec of the pods it makes; empty if it makes none. */
    Optional<JsonNode> podTemplate() {
        return Stream.of("/spec/template", "/spec/job/spec/template")
                .map(json::at)
                .filter(JsonNode::isObject)
                .findFirst();
    }

    /** The containers of its pods. */
    List<JsonNode> containers() {
        List<JsonNode> containers = new ArrayList<>();
        podTemplate().ifPresent(template -> template.at("/spec/containers").forEach(containers::add));
        return containers;
    }

    /** Every value of that key, however deep. */
    Stream<JsonNode> values(String key) {
        return below(json).map(node -> node.path(key)).filter(node -> !node.isMissingNode());
    }

    @Override
    public String toString() {
        return origin + ": " + kind() + " " + reference().name();
    }

    private static Stream<JsonNode> below(JsonNode node) {
        List<JsonNode> children = new ArrayList<>();
        node.forEach(children::add);
        return children.stream().flatMap(child -> Stream.concat(Stream.of(child), below(child)));
    }
}

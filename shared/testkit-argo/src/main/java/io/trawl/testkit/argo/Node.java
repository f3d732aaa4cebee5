package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** A node as it is in {@code status.nodes} at a moment; what changes it is {@link Nodes}. */
record Node(ObjectNode json) {

    static final String PENDING = "Pending";
    static final String RUNNING = "Running";
    static final String SUCCEEDED = "Succeeded";
    static final String FAILED = "Failed";
    static final String ERROR = "Error";
    static final String SKIPPED = "Skipped";

    private static final Set<String> FULFILLED = Set.of(SUCCEEDED, FAILED, ERROR, SKIPPED);

    String id() {
        return json.path("id").asText();
    }

    String name() {
        return json.path("name").asText();
    }

    String type() {
        return json.path("type").asText();
    }

    String template() {
        return json.path("templateName").asText();
    }

    /** The id of the steps node that it is in; empty for the first. */
    String boundary() {
        return json.path("boundaryID").asText();
    }

    String phase() {
        return json.path("phase").asText();
    }

    String message() {
        return json.path("message").asText();
    }

    boolean is(String phase) {
        return phase().equals(phase);
    }

    boolean fulfilled() {
        return FULFILLED.contains(phase());
    }

    boolean failedOrError() {
        return is(FAILED) || is(ERROR);
    }

    boolean active() {
        return is(PENDING) || is(RUNNING);
    }

    Instant startedAt() {
        return Instant.parse(json.path("startedAt").asText());
    }

    Instant finishedAt() {
        return Instant.parse(json.path("finishedAt").asText());
    }

    List<String> children() {
        return StreamSupport.stream(json.path("children").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    JsonNode outputs() {
        return json.path("outputs");
    }
}

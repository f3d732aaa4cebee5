package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;

/** A pod of a Workflow, and the process that is its container. */
public final class Pod {

    /** How far a pod is; DELETED is one that is no longer in the cluster. */
    public enum Phase {
        PENDING,
        RUNNING,
        SUCCEEDED,
        FAILED,
        DELETED
    }

    /** What is asked of the kubelet. */
    record Request(String name, String workflow, String node, String template, boolean onExit, ObjectNode spec) {}

    /**
     * How it is at a moment.
     *
     * @param exitCode null if there is no process that has ended
     * @param error whether it failed by what Argo runs in it, and not by our container
     * @param ended when it did, or null
     */
    record State(Phase phase, String message, Integer exitCode, boolean error, Instant ended) {}

    private final Request request;
    private final Path output;
    private final Path errors;
    private final Instant created = Instant.now();
    private volatile Loss loss;
    private volatile State state = new State(Phase.PENDING, "", null, false, null);

    Pod(Request request, Path output, Path errors) {
        this.request = request;
        this.output = output;
        this.errors = errors;
    }

    /** Its name in the cluster. */
    public String name() {
        return request.name();
    }

    /** The name of its Workflow. */
    public String workflow() {
        return request.workflow();
    }

    /** The name of its node, which shows the steps it is in and the attempt. */
    public String node() {
        return request.node();
    }

    /** The template it runs. */
    public String template() {
        return request.template();
    }

    JsonNode spec() {
        return request.spec();
    }

    String image() {
        return main().path("image").asText();
    }

    List<String> arguments() {
        return StreamSupport.stream(main().path("args").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    JsonNode main() {
        return request.spec().at("/containers/0");
    }

    Request request() {
        return request;
    }

    /** How far it is. */
    public Phase phase() {
        return state.phase();
    }

    /** The process's exit code, 128 + n for signal n; empty if it has none, or the pod was deleted. */
    public OptionalInt exitCode() {
        Integer exitCode = state.exitCode();
        return exitCode == null ? OptionalInt.empty() : OptionalInt.of(exitCode);
    }

    /** How it was lost; empty if it was not, or its process had ended before. */
    public Optional<Loss> loss() {
        return Optional.ofNullable(loss);
    }

    /** When it was created. */
    public Instant created() {
        return created;
    }

    /** From its creation to the end of its process, or to now. */
    public Duration lifetime() {
        Instant ended = state.ended();
        return Duration.between(created, ended == null ? Instant.now() : ended);
    }

    /** What its process writes to standard output. */
    Path output() {
        return output;
    }

    /** What its process writes to standard error. */
    Path errors() {
        return errors;
    }

    /** What its process has written, for a message; empty if there is nothing. */
    public String log() {
        return text(errors) + text(output);
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    State state() {
        return state;
    }

    /** It is being lost. */
    void isLost(Loss how) {
        loss = how;
    }

    /** It waits, or runs. */
    void becomes(Phase phase, String why) {
        state = new State(phase, why, null, false, null);
    }

    /**
     * It has ended.
     *
     * @param exitCode null if there was no process
     * @param error whether Argo's container failed beside ours
     */
    void ends(Phase phase, Integer exitCode, String why, boolean error) {
        state = new State(phase, why, exitCode, error, Instant.now());
    }

    @Override
    public String toString() {
        State now = state;
        return node() + " " + now.phase() + (now.exitCode() == null ? "" : " " + now.exitCode()) + " " + now.message();
    }
}

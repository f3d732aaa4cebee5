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
import java.util.OptionalInt;
import java.util.OptionalLong;
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
     * What the controller sees of it at a moment.
     *
     * @param error whether it failed by what Argo runs in it, and not by our container
     */
    record View(Phase phase, String message, Integer exitCode, boolean error) {}

    private final Request request;
    private final Path output;
    private final Path errors;
    private final Instant created = Instant.now();
    private Phase phase = Phase.PENDING;
    private String message = "";
    private Integer exitCode;
    private boolean error;
    private Long pid;
    private Instant started;
    private Instant ended;

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

    /** Its spec: one container named main, variables replaced and patches applied. It must not be modified. */
    public JsonNode spec() {
        return request.spec();
    }

    /** {@code serviceAccountName}; {@code default} if nothing is said. */
    public String serviceAccount() {
        return request.spec().path("serviceAccountName").asText();
    }

    /** The image of its container. */
    public String image() {
        return main().path("image").asText();
    }

    /** The arguments of its container. */
    public List<String> arguments() {
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
    public synchronized Phase phase() {
        return phase;
    }

    /** Why it waits or has failed; empty otherwise. */
    public synchronized String message() {
        return message;
    }

    /** The process's exit code, 128 + n for signal n; empty if it has none, or the pod was deleted. */
    public synchronized OptionalInt exitCode() {
        return exitCode == null ? OptionalInt.empty() : OptionalInt.of(exitCode);
    }

    /** The id of its process, which may have ended; empty until it has one. */
    public synchronized OptionalLong pid() {
        return pid == null ? OptionalLong.empty() : OptionalLong.of(pid);
    }

    /** When it was created. */
    public Instant created() {
        return created;
    }

    /** From its creation to the end of its process, or to now. */
    public synchronized Duration lifetime() {
        return Duration.between(created, ended == null ? Instant.now() : ended);
    }

    /** Whether its process began before the other's ended, and the other way round. */
    public boolean overlaps(Pod other) {
        return begins(this, other) && begins(other, this);
    }

    private static boolean begins(Pod one, Pod other) {
        Instant begin = one.instant(true);
        Instant end = other.instant(false);
        return begin != null && (end == null ? other.instant(true) != null : begin.isBefore(end));
    }

    private synchronized Instant instant(boolean begin) {
        return begin ? started : ended;
    }

    /** What its process writes to standard output. */
    public Path output() {
        return output;
    }

    /** What its process writes to standard error. */
    public Path errors() {
        return errors;
    }

    /** Both, for a message; empty if there is nothing. */
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

    synchronized View view() {
        return new View(phase, message, exitCode, error);
    }

    /** Returns whether that is news. */
    synchronized boolean waits(String why) {
        boolean news = !message.equals(why);
        message = why;
        return news;
    }

    synchronized void runs(long process) {
        phase = Phase.RUNNING;
        message = "";
        pid = process;
        started = Instant.now();
    }

    /** @param code null if there was no process */
    synchronized void ends(Phase how, Integer code, String why) {
        phase = how;
        exitCode = code;
        message = why;
        ended = Instant.now();
    }

    /** Argo's container failed beside ours. */
    synchronized void endsInError(int code, String why) {
        ends(Phase.FAILED, code, why);
        error = true;
    }

    @Override
    public String toString() {
        View view = view();
        return node() + " " + view.phase() + (view.exitCode() == null ? "" : " " + view.exitCode()) + " "
                + view.message();
    }
}

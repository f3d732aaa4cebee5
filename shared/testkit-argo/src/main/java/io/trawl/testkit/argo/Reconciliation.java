package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * Brings the nodes up to what their pods are, and ends what may no longer run (podReconciliation, applyExecutionControl and
 * failNodesWithoutCreatedPodsAfterDeadlineOrShutdown in workflow/controller).
 */
final class Reconciliation {

    /** Of an output that steps refer to, the last 256 kB are kept (SaveScriptResult in workflow/executor/executor.go). */
    private static final int RESULT = 256 << 10;

    private static final String TOO_LATE = "Step exceeded its deadline";

    private final Pass pass;
    private final Nodes nodes;
    private final Duration requeue;

    /** @param requeue how long a pod that cannot be found may still turn up */
    Reconciliation(Pass pass, Duration requeue) {
        this.pass = pass;
        this.nodes = pass.nodes();
        this.requeue = requeue;
    }

    void reconcile() {
        for (Node node : nodes.all()) {
            if (node.type().equals("Pod") && !node.fulfilled()) {
                pass.kubelet()
                        .find(nodes.podName(node))
                        .ifPresentOrElse(pod -> control(pod, assess(pod, node)), () -> missing(node));
            }
        }
        nodes.all().stream().filter(node -> !node.fulfilled()).forEach(this::withoutPod);
    }

    private Node assess(Pod pod, Node node) {
        Pod.State view = pod.state();
        return switch (view.phase()) {
            case PENDING -> nodes.mark(node.name(), Node.PENDING, view.message());
            case RUNNING -> nodes.mark(node.name(), Node.RUNNING, "");
            case SUCCEEDED -> {
                nodes.outputs(node.name(), view.exitCode(), referred(node) ? result(pod.output()) : null);
                yield nodes.mark(node.name(), Node.SUCCEEDED, "");
            }
            case FAILED -> {
                nodes.outputs(node.name(), view.exitCode(), null);
                yield nodes.mark(node.name(), view.error() ? Node.ERROR : Node.FAILED, view.message());
            }
            case DELETED -> node;
        };
    }

    private void control(Pod pod, Node node) {
        if (node.fulfilled()) {
            return;
        }
        boolean onExit = pod.request().onExit();
        if (!pass.mayRun(onExit)) {
            pass.kubelet().terminate(pod.name());
            nodes.mark(
                    node.name(),
                    Node.FAILED,
                    "workflow shutdown with strategy:  " + pass.spec().shutdown());
        } else if (pass.pastDeadline() && !onExit) {
            pass.kubelet().terminate(pod.name());
            nodes.mark(node.name(), Node.FAILED, TOO_LATE);
        }
    }

    /** One that is pending is made again; one that ran is lost. */
    private void missing(Node node) {
        Instant lost = node.startedAt().plus(requeue);
        if (node.is(Node.PENDING)) {
            return;
        }
        if (Instant.now().isBefore(lost)) {
            pass.alarm().at(lost);
            return;
        }
        nodes.mark(node.name(), Node.ERROR, "pod deleted");
    }

    private void withoutPod(Node node) {
        boolean exit = pass.inExitHandler(node);
        if (!pass.mayRun(exit)
                && node.type().equals("Retry")
                && nodes.children(node).stream().allMatch(Node::fulfilled)) {
            nodes.mark(
                    node.name(),
                    Node.FAILED,
                    "Stopped with strategy '" + pass.spec().shutdown() + "'");
        } else if (pass.pastDeadline() && !exit && node.is(Node.PENDING)) {
            nodes.mark(node.name(), Node.FAILED, TOO_LATE);
        }
    }

    /** Whether a step after it speaks of its result (hasOutputResultRef). */
    private boolean referred(Node node) {
        if (node.boundary().isEmpty()) {
            return false;
        }
        String step = node.name().substring(node.name().lastIndexOf("].") + 2).replaceFirst("\\(.*", "");
        ObjectNode around =
                pass.spec().template(nodes.byId(node.boundary()).template()).orElseThrow();
        return Json.write(around).contains("steps." + step + ".outputs.result");
    }

    private static String result(Path output) {
        try {
            byte[] bytes = Files.readAllBytes(output);
            int end = bytes.length > 0 && bytes[bytes.length - 1] == '\n' ? bytes.length - 1 : bytes.length;
            byte[] kept = Arrays.copyOfRange(bytes, Math.max(0, end - RESULT), end);
            return new String(kept, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

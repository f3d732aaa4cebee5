package io.trawl.argo;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.api.orchestrator.RemoteRunner.Obstacle;
import io.trawl.argo.WorkflowStatus.Phase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why pods of a Workflow do not start or are tried again, and, once it has failed, what became of them. */
final class PodProblems {

    /** More of them say the same in other words. */
    private static final int MAX = 5;
    /** From this number of attempts on, the message says what to do. */
    private static final int REPEATED = 2;
    /** What every pod is for a while. */
    private static final Set<String> STARTING = Set.of("PodInitializing", "ContainerCreating");

    /** With which the API begins to say why a pod may not be created. */
    private static final Pattern POD_NAME = Pattern.compile("^pods \"[^\"]*\"");
    /** Of a container that failed, with the end of its log. */
    private static final Pattern LOG = Pattern.compile("^(main: \\w+ \\(exit code \\d+\\)): (.*)$", Pattern.DOTALL);

    private static final String OURS = "trawl: ";

    private final JsonNode nodes;
    private final Map<Reason, Failure> failures = new LinkedHashMap<>();

    /** A step, and what its attempts failed with; that may be empty. */
    private record Reason(String step, String message) {}

    /**
     * Attempts of one step that failed for one reason; where several pods of a step do, those of the pod with the most.
     *
     * @param next when the next is made, for a message; may be empty
     */
    private record Failure(int attempts, String next) {}

    private PodProblems(JsonNode nodes) {
        this.nodes = nodes;
    }

    /**
     * A line for each problem, not for each pod.
     *
     * @param nodes of the Workflow's status, by id; may be missing
     */
    static List<Obstacle> of(JsonNode nodes, Phase workflow) {
        PodProblems problems = new PodProblems(nodes);
        List<Obstacle> found = workflow.completed() ? problems.ofItsEnd(workflow) : problems.underWay();
        return found.stream().distinct().limit(MAX).toList();
    }

    private List<Obstacle> ofItsEnd(Phase workflow) {
        List<Obstacle> found = new ArrayList<>();
        for (JsonNode node : nodes) {
            if (workflow != Phase.SUCCEEDED
                    && isPod(node)
                    && hasFailed(node)
                    && !message(node).isEmpty()) {
                found.add(reported(step(node) + ": " + message(node) + advice(message(node))));
            }
        }
        return found;
    }

    private List<Obstacle> underWay() {
        List<Obstacle> found = new ArrayList<>();
        for (JsonNode node : nodes) {
            String message = message(node);
            if (isPod(node) && isPhase(node, "Pending") && !message.isEmpty() && !STARTING.contains(message)) {
                found.add(reported(step(node) + ": a pod does not start: " + message + advice(message)));
            } else if (node.path("type").asText().equals("Retry") && isPhase(node, "Running")) {
                attempts(node);
            }
        }
        failures.forEach((reason, failure) -> found.add(problem(reason, failure)));
        return found;
    }

    /** Those of a node whose last attempt has failed, so that the next is waited for. */
    private void attempts(JsonNode retry) {
        int failed = 0;
        JsonNode last = null;
        for (JsonNode id : retry.path("children")) {
            last = nodes.path(id.asText());
            failed += hasFailed(last) ? 1 : 0;
        }
        if (last != null && hasFailed(last)) {
            String next = Backoff.end(retry, last)
                    .map(time -> ", next attempt at " + time + " UTC")
                    .orElse("");
            failures.merge(
                    new Reason(step(retry), message(last)),
                    new Failure(failed, next),
                    (one, other) -> other.attempts() > one.attempts() ? other : one);
        }
    }

    private static Obstacle problem(Reason reason, Failure failure) {
        int times = failure.attempts();
        String message = reason.message();
        String line = reason.step() + " has failed " + (times == 1 ? "once" : times + " times") + failure.next()
                + (message.isEmpty() ? "" : ": " + message);
        return new Obstacle(reason.step() + "\n" + message + times, line + (times < REPEATED ? "" : advice(message)));
    }

    /** One that is reported once. */
    static Obstacle reported(String line) {
        return new Obstacle(line, line);
    }

    private static String advice(String message) {
        return PodAdvice.on(message).map(advice -> "; " + advice).orElse("");
    }

    private static boolean isPod(JsonNode node) {
        return node.path("type").asText().equals("Pod");
    }

    private static boolean isPhase(JsonNode node, String phase) {
        return node.path("phase").asText().equals(phase);
    }

    private static boolean hasFailed(JsonNode node) {
        return isPhase(node, "Error") || isPhase(node, "Failed");
    }

    private static String step(JsonNode node) {
        return "step '" + node.path("templateName").asText() + "'";
    }

    private static String message(JsonNode node) {
        String message = POD_NAME.matcher(node.path("message").asText()).replaceFirst("its pod");
        Matcher log = LOG.matcher(message);
        return MessageText.one(log.matches() ? log.group(1) + ": " + said(log.group(2)) : message);
    }

    /** What our program said last, which says why it ended. */
    private static String said(String log) {
        List<String> lines = log.lines().filter(line -> !line.isBlank()).toList();
        return lines.stream()
                .filter(line -> line.startsWith(OURS))
                .reduce((before, line) -> line)
                .map(line -> line.substring(OURS.length()))
                .orElse(lines.isEmpty() ? "" : lines.get(lines.size() - 1));
    }
}

package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Whether a node is tried again (processNodeRetries and buildRetryStrategyLocalScope in workflow/controller/operator.go). */
final class Retries {

    private final Pass pass;
    private final Nodes nodes;

    Retries(Pass pass) {
        this.pass = pass;
        this.nodes = pass.nodes();
    }

    /**
     * Ends the Retry node if there will be no further attempt.
     *
     * @return false if the next attempt must wait
     */
    boolean judge(Node retry, JsonNode strategy) {
        List<Node> attempts = nodes.children(retry);
        if (attempts.isEmpty()) {
            return true;
        }
        Node last = attempts.get(attempts.size() - 1);
        if (!last.fulfilled()) {
            return true;
        }
        if (!last.failedOrError()) {
            return end(retry, last, Node.SUCCEEDED, "");
        }
        if (pass.shuttingDown()) {
            return end(
                    retry,
                    last,
                    last.phase(),
                    "Stopped with strategy '" + pass.spec().shutdown() + "'");
        }
        if (pass.pastDeadline()) {
            return end(retry, last, last.phase(), "retry exceeded workflow deadline " + pass.deadline());
        }
        if (strategy.has("backoff") && waits(retry, last, attempts.size(), strategy)) {
            return false;
        }
        if (!permitted(strategy, last)) {
            return end(retry, last, last.phase(), last.message());
        }
        if (strategy.has("limit") && attempts.size() > limit(strategy)) {
            return end(retry, last, last.phase(), "No more retries left");
        }
        String expression = strategy.path("expression").asText();
        if (!expression.isEmpty() && !RetryExpression.holds(expression, attempts.size() - 1, scope(last))) {
            return end(retry, last, last.phase(), "retryStrategy.expression evaluated to false");
        }
        return true;
    }

    private boolean end(Node retry, Node last, String phase, String message) {
        nodes.copyOutputs(last, retry.name());
        nodes.mark(retry.name(), phase, message);
        return true;
    }

    private boolean waits(Node retry, Node last, int attempts, JsonNode strategy) {
        Duration pause = pause(strategy.path("backoff"), attempts);
        Instant next = last.finishedAt().plus(pause);
        if (Instant.now().isBefore(next) && strategy.has("limit") && attempts <= limit(strategy)) {
            pass.alarm().at(next);
            nodes.mark(retry.name(), retry.phase(), "Backoff for " + Durations.humanized(pause));
            return true;
        }
        nodes.mark(retry.name(), retry.phase(), "");
        return false;
    }

    /** duration * factor^(attempts - 1), at most the cap; a factor that is not above 0 does nothing. */
    static Duration pause(JsonNode backoff, int attempts) {
        if (backoff.path("duration").asText().isEmpty()) {
            throw new TemplateException("no base duration specified for retryStrategy");
        }
        Duration base = Durations.parse(backoff.path("duration").asText());
        Duration pause = base;
        int factor = number(backoff.path("factor").asText("0"));
        if (factor > 0) {
            double times = Math.pow(factor, attempts - 1.0);
            boolean overflows = times > (double) Long.MAX_VALUE / Math.max(1, base.toNanos());
            pause = overflows ? Duration.ofNanos(Long.MAX_VALUE) : base.multipliedBy((long) times);
        }
        String cap = backoff.path("cap").asText();
        if (!cap.isEmpty() && pause.compareTo(Durations.parse(cap)) > 0) {
            pause = Durations.parse(cap);
        }
        return pause;
    }

    private static boolean permitted(JsonNode strategy, Node last) {
        String policy = strategy.path("retryPolicy").asText(strategy.has("expression") ? "Always" : "OnFailure");
        return switch (policy) {
            case "Always" -> true;
            case "OnError" -> last.is(Node.ERROR);
            case "OnFailure" -> last.is(Node.FAILED);
            default -> throw new TemplateException(policy + " is not a valid RetryPolicy");
        };
    }

    /** Whether an attempt that could not be made at all counts as one that failed. */
    static boolean afterErrors(JsonNode strategy) {
        String policy = strategy.path("retryPolicy").asText(strategy.has("expression") ? "Always" : "OnFailure");
        return policy.equals("Always") || policy.equals("OnError");
    }

    private static int limit(JsonNode strategy) {
        return number(strategy.path("limit").asText());
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new TemplateException("strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
        }
    }

    private static Map<String, Object> scope(Node last) {
        Duration took = Duration.between(last.startedAt(), last.finishedAt());
        return Map.of(
                "status", last.phase(),
                "exitCode", last.outputs().path("exitCode").asText("-1"),
                "message", last.message(),
                "duration", Double.toString(took.toMillis() / 1000.0));
    }
}

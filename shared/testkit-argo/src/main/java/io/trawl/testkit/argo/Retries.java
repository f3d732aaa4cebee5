package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a node is tried again (processNodeRetries and buildRetryStrategyLocalScope in workflow/controller/operator.go). */
final class Retries {

    private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s)?");

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
        if (waits(retry, last, attempts.size(), strategy)) {
            return false;
        }
        if (attempts.size() > number(strategy.path("limit"))) {
            return end(retry, last, last.phase(), "No more retries left");
        }
        String expression = strategy.path("expression").asText();
        if (!RetryExpression.holds(expression, scope(last))) {
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
        if (Instant.now().isBefore(next) && attempts <= number(strategy.path("limit"))) {
            pass.alarm().at(next);
            nodes.mark(retry.name(), retry.phase(), "Backoff for " + humanized(pause));
            return true;
        }
        nodes.mark(retry.name(), retry.phase(), "");
        return false;
    }

    /** duration * factor^(attempts - 1), at most the cap; a factor that is not above 0 does nothing. */
    static Duration pause(JsonNode backoff, int attempts) {
        double millis = parse(backoff.path("duration").asText()).toMillis();
        int factor = number(backoff.path("factor"));
        if (factor > 0) {
            millis *= Math.pow(factor, attempts - 1.0);
        }
        Duration cap = parse(backoff.path("cap").asText());
        return millis > cap.toMillis() ? cap : Duration.ofMillis((long) millis);
    }

    private static int number(JsonNode text) {
        try {
            return Integer.parseInt(text.asText());
        } catch (NumberFormatException e) {
            throw new TemplateException("strconv.ParseInt: parsing " + text + ": invalid syntax");
        }
    }

    private static Map<String, Object> scope(Node last) {
        return Map.of(
                "status", last.phase(),
                "exitCode", last.outputs().path("exitCode").asText("-1"));
    }

    /** As Argo shows them (util/humanize/humanize.go): {@code 1 minute 30 seconds}. */
    static String humanized(Duration duration) {
        if (duration.toSeconds() < 60) {
            return units(duration.toSeconds(), "second");
        }
        if (duration.toMinutes() < 60) {
            return units(duration.toMinutes(), "minute") + " " + duration.toSecondsPart() + " seconds";
        }
        return units(duration.toHours(), "hour") + " " + duration.toMinutesPart() + " minutes";
    }

    private static String units(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }

    /** Argo's durations (ParseStringToDuration in utils.go), of which Trawl writes seconds and milliseconds. */
    static Duration parse(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new TemplateException(
                    "unable to parse " + text + " as a duration: time: invalid duration \"" + text + "\"");
        }
        long number = Long.parseLong(matcher.group(1));
        return "ms".equals(matcher.group(2)) ? Duration.ofMillis(number) : Duration.ofSeconds(number);
    }
}

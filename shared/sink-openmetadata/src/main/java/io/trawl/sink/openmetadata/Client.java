package io.trawl.sink.openmetadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.api.model.FailureKind;
import io.trawl.api.workflow.RetryPolicy;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Sends requests: repeats those whose failure is worth another attempt, and limits how many are in flight to what the
 * server can bear.
 */
final class Client {

    static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A request costs little next to the work it carries, so what passes by itself is tried more often than a workflow's
     * policy says for an entity: with a quarter of all requests failing, one in a million still does.
     */
    static final int TRANSIENT_ATTEMPTS = 10;

    private static final Duration MAX_PAUSE = Duration.ofSeconds(10);

    private static final System.Logger LOG = System.getLogger(Client.class.getName());

    private final Transport transport;
    private final RequestLimit limit;
    private final CircuitBreaker circuit;
    private final RetryPolicy policy;
    private final int transientAttempts;
    private final RandomGenerator random;
    private final Sleeper sleeper;
    private volatile boolean reached;

    /** Waits; a test that only wants to know how long puts another in its place. */
    @FunctionalInterface
    interface Sleeper {
        void sleep(Duration pause) throws InterruptedException;
    }

    /**
     * @param transientAttempts how often what may pass by itself is tried, if the policy does not say more
     * @param random decides how pauses are shortened; safe for use by several threads
     */
    Client(
            Transport transport,
            RequestLimit limit,
            RetryPolicy policy,
            int transientAttempts,
            RandomGenerator random,
            Sleeper sleeper) {
        this.transport = transport;
        this.limit = limit;
        this.circuit = new CircuitBreaker(policy.maxAttempts(), System::nanoTime);
        this.policy = policy;
        this.transientAttempts = transientAttempts;
        this.random = random;
        this.sleeper = sleeper;
    }

    /** The body of the answer. */
    byte[] send(Call call) throws ApiException {
        CircuitBreaker.Start start = circuit.start();
        for (int attempt = 1; ; attempt++) {
            try {
                try {
                    byte[] body = once(call);
                    answered();
                    return body;
                } catch (ApiException e) {
                    reached |= e.status != 0;
                    if (e.isAnswer()) {
                        answered();
                    }
                    if (attempt >= attempts(call, e, start)) {
                        failed(call, e, start);
                        throw e;
                    }
                    sleeper.sleep(pause(attempt, e));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw ApiException.of(FailureKind.TRANSIENT, call.shown() + ": interrupted", e);
            }
        }
    }

    private void answered() {
        reached = true;
        circuit.answered();
    }

    /** A request that was too much at once says nothing of the server: smaller ones follow. */
    private void failed(Call call, ApiException e, CircuitBreaker.Start start) {
        boolean smallerFollow = e.isTooLarge() && (call.isRead() || call.divisible())
                || e.status != 0 && e.isTooSlow() && call.divisible();
        if (e.kind == FailureKind.TRANSIENT && !smallerFollow && circuit.failed(start)) {
            LOG.log(
                    Level.WARNING,
                    "sink metadata-rest: nothing was answered to {0} requests in a row, each sent as often as it may be; what"
                            + " is left fails at once, and one is tried every {1} s. The last one: {2}",
                    policy.maxAttempts(),
                    CircuitBreaker.PAUSE.toSeconds(),
                    e.getMessage());
        }
    }

    /**
     * Sends a write.
     *
     * @return the answer, which names what was written
     * @throws ApiException also if it does not: then nothing is known to be written
     */
    JsonNode write(Call call, String fqn) throws ApiException {
        JsonNode answer = json(call);
        if (!Names.isNamedIn(answer, fqn)) {
            throw ApiException.of(
                    FailureKind.BUG,
                    call.shown()
                            + ": the server says that it went well, but its answer does not name what was written");
        }
        return answer;
    }

    /** The answer as a tree. */
    JsonNode json(Call call) throws ApiException {
        byte[] body = send(call);
        try {
            JsonNode tree = JSON.readTree(body);
            if (tree != null && tree.isObject()) {
                return tree;
            }
        } catch (IOException e) {
            // The parser's message quotes the body; what matters is said below.
        }
        throw ApiException.of(
                FailureKind.INVALID,
                call.shown() + ": the answer is no JSON object; is hostPort an OpenMetadata server?");
    }

    /** The answer as a tree, or empty if the server knows no such thing. */
    Optional<JsonNode> find(String path) throws ApiException {
        try {
            return Optional.of(json(Call.get(path)));
        } catch (ApiException e) {
            if (e.status == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Texts of a server's answer as they may be shown. */
    ErrorText errors() {
        return transport.errors;
    }

    private byte[] once(Call call) throws ApiException, InterruptedException {
        long permit = limit.acquire();
        long start = System.nanoTime();
        boolean answered = false;
        boolean overloaded = false;
        try {
            if (!circuit.allows()) { // asked here, since a call may wait long for its permit
                throw ApiException.of(
                        FailureKind.TRANSIENT,
                        call.shown() + ": not sent, since the server has not answered for a while");
            }
            byte[] body = transport.send(call);
            answered = true;
            return body;
        } catch (ApiException e) {
            answered = e.status != 0;
            overloaded = e.status == 429 || e.status == 503 || e.isTooSlow();
            throw e;
        } finally {
            if (overloaded) {
                limit.overloaded(permit);
            } else if (answered) {
                limit.answered(System.nanoTime() - start);
            } else {
                limit.unanswered();
            }
        }
    }

    private int attempts(Call call, ApiException e, CircuitBreaker.Start start) {
        if (circuit.isOpen()) {
            return 1;
        }
        return switch (e.kind) {
            case PERMISSION, INVALID -> 1;
            case BUG -> call.divisible() ? 1 : policy.maxAttempts();
            case THROTTLED -> policy.maxAttempts();
            case TRANSIENT -> transientAttempts(call, e, start);
        };
    }

    private int transientAttempts(Call call, ApiException e, CircuitBreaker.Start start) {
        if (call.divisible() && (e.isTooSlow() || e.isTooLarge())) {
            return e.status == 0 ? 1 : 2; // smaller ones follow
        }
        boolean answers = e.isUnreachable() ? reached : !circuit.isSilentSince(start);
        // Where nothing answers, the address is probably wrong, or the server of no use: the user should not wait for
        // minutes.
        return e.status == 0 && (!answers || e.isTooSlow() || e.isTooLarge())
                ? policy.maxAttempts()
                : Math.max(policy.maxAttempts(), transientAttempts);
    }

    private Duration pause(int attempt, ApiException e) {
        if (e.retryAfter != null) {
            return e.retryAfter;
        }
        Duration pause = policy.pauseAfter(attempt, random);
        return e.kind == FailureKind.TRANSIENT && pause.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause;
    }
}

package io.trawl.knative;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.http.HttpMessageFactory;
import io.trawl.api.model.FailureKind;
import io.trawl.api.util.DaemonThreads;
import io.trawl.api.util.OneLine;
import io.trawl.api.workflow.Secret;
import io.trawl.http.Exchange;
import io.trawl.http.Http;
import io.trawl.http.LimitedBody;
import io.trawl.http.RetryAfter;
import io.trawl.http.Trust;
import io.trawl.knative.Delivery.Accepted;
import io.trawl.knative.Delivery.Refused;
import io.trawl.knative.Delivery.Unknown;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;

/** Sends one event once, in binary mode, and says what the answer or the lack of one means. */
final class Transport {

    /** What every intermediary must forward (CloudEvents 1.0, size limits). */
    private static final int MAX_EVENT = 64 * 1024;

    private static final int MAX_ANSWER = 8 * 1024;
    private static final int MAX_REASON = 300;
    private static final int THREADS = 4;
    /** A broker that asks for more is not waited for longer. */
    private static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(5);

    private final BrokerBinding binding;
    private final Duration timeout;
    private final HttpClient http;

    Transport(BrokerBinding binding, Duration timeout) {
        this.binding = binding;
        this.timeout = timeout;
        this.http = Http.client(binding.trust())
                .executor(threads())
                .connectTimeout(timeout.compareTo(Http.CONNECT_TIMEOUT) < 0 ? timeout : Http.CONNECT_TIMEOUT)
                .build();
    }

    /** A few are enough for what the client does between a request and its answer; more only get into each other's way. */
    private static Executor threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), DaemonThreads.named("trawl-http"));
        threads.allowCoreThreadTimeOut(true); // a client is not closed
        return threads;
    }

    Delivery send(CloudEvent event) throws InterruptedException {
        Optional<Secret> credential;
        try {
            credential = credential();
        } catch (IOException e) {
            return refused(0, binding.tokenFile() + ": cannot be read", FailureKind.TRANSIENT);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(binding.uri()).setHeader("User-Agent", Http.USER_AGENT);
        if (credential.isPresent()) {
            try {
                request.setHeader("Authorization", "Bearer " + credential.get().reveal());
            } catch (IllegalArgumentException e) { // its text quotes the token
                return refused(
                        0, binding.tokenFile() + ": holds a character no header may hold", FailureKind.PERMISSION);
            }
        }
        int size = write(event, request);
        if (size > MAX_EVENT) {
            return refused(0, "the event takes " + size + " bytes, more than " + MAX_EVENT, FailureKind.INVALID);
        }
        return answer(request.build(), credential);
    }

    /** The token that names this process to the broker. It is short-lived and replaced in its file, so nothing is kept. */
    private Optional<Secret> credential() throws IOException {
        try {
            return Optional.of(Files.readString(binding.tokenFile()).strip())
                    .filter(text -> !text.isEmpty())
                    .map(Secret::new);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** How many bytes the event takes. */
    private int write(CloudEvent event, HttpRequest.Builder request) {
        CloudEventBuilder complete = CloudEventBuilder.from(event);
        binding.extensions().forEach(complete::withExtension);
        int[] size = new int[1];
        HttpMessageFactory.createWriter(
                        (name, value) -> {
                            size[0] += name.length() + value.length();
                            request.setHeader(name, value);
                        },
                        body -> {
                            size[0] += body.length;
                            request.POST(BodyPublishers.ofByteArray(body));
                        })
                .writeBinary(complete.build());
        return size[0];
    }

    private Delivery answer(HttpRequest request, Optional<Secret> credential) throws InterruptedException {
        try {
            HttpResponse<byte[]> response = Exchange.send(http, request, timeout, LimitedBody.beginning(MAX_ANSWER));
            return response.statusCode() / 100 == 2 ? new Accepted() : refused(response, credential);
        } catch (HttpConnectTimeoutException e) {
            return refused(0, "no connection in time", FailureKind.TRANSIENT);
        } catch (HttpTimeoutException e) {
            return new Unknown("no answer within " + timeout.toMillis() + " ms");
        } catch (IOException e) {
            return unanswered(e);
        }
    }

    private static Refused refused(HttpResponse<byte[]> response, Optional<Secret> credential) {
        int status = response.statusCode();
        String text = new String(response.body(), StandardCharsets.UTF_8);
        if (credential.isPresent()) {
            text = text.replace(credential.get().reveal(), "********");
        }
        Duration retryAfter = response.headers()
                .firstValue("Retry-After")
                .flatMap(header -> RetryAfter.of(header, Instant.now(), MAX_RETRY_AFTER))
                .orElse(Duration.ZERO);
        return new Refused(status, line(text), Delivery.kindOf(status), retryAfter);
    }

    private static Delivery unanswered(IOException failure) {
        if (failure instanceof ConnectException) {
            return refused(0, "no connection", FailureKind.TRANSIENT);
        }
        if (failure instanceof SSLHandshakeException && Trust.refusal(failure).isPresent()) {
            return refused(
                    0,
                    "its certificate is not trusted; " + BrokerBinding.AUTHORITIES + " names no authority for it",
                    FailureKind.INVALID);
        }
        String detail = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return refused(0, "connection lost: " + line(detail), FailureKind.TRANSIENT);
    }

    private static Refused refused(int status, String reason, FailureKind kind) {
        return new Refused(status, reason, kind, Duration.ZERO);
    }

    private static String line(String text) {
        return OneLine.cut(OneLine.folded(text.replaceAll("<[^>]*>", " ")), MAX_REASON);
    }
}

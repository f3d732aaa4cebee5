package io.trawl.sink.openmetadata;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.workflow.ServerConfig;
import io.trawl.http.AnswerTooLargeException;
import io.trawl.http.Exchange;
import io.trawl.http.Http;
import io.trawl.http.LimitedBody;
import io.trawl.http.RetryAfter;
import io.trawl.http.Trust;
import io.trawl.sink.openmetadata.ApiException.Trouble;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Sends one request once, and says what kind of failure an answer or the lack of one is. */
final class Transport {

    /** Of an error's body; what it says is at its beginning. */
    private static final int MAX_ERROR = 16_384;

    /** A server that asks for more is not waited for longer. */
    private static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(10);

    private static final String TOKEN_KEY = "workflowConfig.openMetadataServerConfig.securityConfig.jwtToken";

    private final ServerConfig server;
    private final HttpClient http;
    private final Duration deadline;
    private final int maxAnswer;
    final ErrorText errors;

    /**
     * @param deadline how long a request may take, its answer included
     * @param maxAnswer in bytes
     * @param tls whose certificates are trusted; null for the JDK's own
     */
    Transport(ServerConfig server, Duration deadline, int maxAnswer, @Nullable SSLContext tls) {
        this.server = server;
        this.deadline = deadline;
        this.maxAnswer = maxAnswer;
        List<String> secrets = new ArrayList<>(server.extraHeaders().values());
        if (server.jwtToken() != null) {
            secrets.add(server.jwtToken().reveal());
        }
        this.errors = new ErrorText(secrets);
        this.http = Http.client(tls).build();
    }

    /** The body of a 2xx answer; anything else is thrown. */
    byte[] send(Call call) throws ApiException, InterruptedException {
        HttpResponse<byte[]> response;
        try {
            response = Exchange.send(http, request(call), deadline, this::body);
        } catch (IOException e) {
            throw unanswered(call, e);
        }
        if (response.statusCode() / 100 == 2) {
            return response.body();
        }
        throw refused(call, response);
    }

    private BodySubscriber<byte[]> body(ResponseInfo head) {
        boolean success = head.statusCode() / 100 == 2;
        return (success ? LimitedBody.whole(maxAnswer) : LimitedBody.beginning(MAX_ERROR)).apply(head);
    }

    private HttpRequest request(Call call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.hostPort() + "/v1" + call.path()));
        server.extraHeaders().forEach((name, value) -> {
            try {
                request.setHeader(name, value);
            } catch (IllegalArgumentException e) {
                throw new TrawlException(
                        FailureKind.INVALID,
                        "workflowConfig.openMetadataServerConfig.extraHeaders: '" + name + "' cannot be set");
            }
        });
        request.setHeader("User-Agent", Http.USER_AGENT).setHeader("Accept", "application/json");
        if (server.jwtToken() != null) {
            try {
                request.setHeader("Authorization", "Bearer " + server.jwtToken().reveal());
            } catch (IllegalArgumentException e) {
                // The cause would quote the token.
                throw new TrawlException(FailureKind.INVALID, TOKEN_KEY + ": holds a character no header may hold");
            }
        }
        if (call.body() == null) {
            return request.method(call.method(), HttpRequest.BodyPublishers.noBody())
                    .build();
        }
        return request.setHeader("Content-Type", call.contentType())
                .method(call.method(), HttpRequest.BodyPublishers.ofByteArray(call.body()))
                .build();
    }

    private ApiException refused(Call call, HttpResponse<byte[]> response) {
        int status = response.statusCode();
        FailureKind kind =
                switch (status) {
                    case 401, 403 -> FailureKind.PERMISSION;
                    case 429 -> FailureKind.THROTTLED;
                    case 408, 502, 503, 504 -> FailureKind.TRANSIENT;
                    default -> status >= 500 ? FailureKind.BUG : FailureKind.INVALID;
                };
        String text = errors.ofBody(response.body());
        String message =
                switch (status) {
                    case 401 ->
                        "401 Unauthorized: "
                                + (server.jwtToken() == null
                                        ? "the server wants a token, set " + TOKEN_KEY
                                        : "the token in " + TOKEN_KEY + " was refused");
                    case 301, 302, 303, 307, 308 ->
                        call.shown() + ": " + status + ": redirected to '"
                                + errors.line(response.headers()
                                        .firstValue("Location")
                                        .orElse(""))
                                + "', which is not followed; set hostPort to the server itself";
                    default -> call.shown() + ": " + status + (text.isEmpty() ? "" : " " + text);
                };
        Duration retryAfter = response.headers()
                .firstValue("Retry-After")
                .flatMap(header -> RetryAfter.of(header, Instant.now(), MAX_RETRY_AFTER))
                .orElse(null);
        return ApiException.answered(kind, status, message, retryAfter);
    }

    private ApiException unanswered(Call call, IOException e) {
        String what = call.shown() + ": ";
        if (e instanceof HttpConnectTimeoutException) {
            return ApiException.unanswered(
                    Trouble.UNREACHABLE, "no connection within " + Http.CONNECT_TIMEOUT.toSeconds() + " s", e);
        }
        if (e instanceof HttpTimeoutException) {
            return ApiException.unanswered(
                    Trouble.TOO_SLOW, what + "no answer within " + deadline.toSeconds() + " s", e);
        }
        if (e instanceof AnswerTooLargeException) {
            return ApiException.unanswered(
                    Trouble.TOO_LARGE, what + e.getMessage() + " (sink.config.max_response_bytes)", e);
        }
        if (e instanceof ConnectException) {
            boolean unknown = e.getCause() instanceof UnresolvedAddressException
                    || (e.getCause() != null && e.getCause().getCause() instanceof UnresolvedAddressException);
            return ApiException.unanswered(
                    Trouble.UNREACHABLE, unknown ? "the host is unknown" : "connection refused", e);
        }
        Optional<GeneralSecurityException> distrust =
                e instanceof SSLHandshakeException ? Trust.refusal(e) : Optional.empty();
        if (distrust.isPresent()) {
            return ApiException.of(
                    FailureKind.INVALID,
                    "the server's certificate is not trusted ("
                            + errors.line(distrust.get().getMessage())
                            + "): set sslConfig.caCertificate, or verifySSL to ignore",
                    e);
        }
        String detail = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return ApiException.of(FailureKind.TRANSIENT, what + "connection lost: " + errors.line(detail), e);
    }
}

package io.trawl.testkit.knative;

import io.cloudevents.CloudEvent;
import io.trawl.testkit.HttpEndpoint;
import io.trawl.testkit.knative.Attempt.Ending;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends events to where they are to go, one attempt at a time. */
final class Subscribers {

    private final BrokerKind kind;

    Subscribers(BrokerKind kind) {
        this.kind = kind;
    }

    /**
     * POSTs an event in binary mode, with the headers {@code Prefer: reply} and {@code Kn-Namespace}
     * (event_dispatcher.go, WebClientCloudEventSender.java). An interrupt cuts the connection.
     */
    Attempt post(URI target, CloudEvent event, Duration timeout) throws InterruptedException {
        HttpRequest request = EventBinding.post(target, event)
                .header("Prefer", "reply")
                .header("Kn-Namespace", KnativeBroker.NAMESPACE)
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer =
                HttpEndpoint.CLIENT.sendAsync(request, BodyHandlers.ofByteArray());
        try {
            return judge(target, answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            return Attempt.without(Ending.NO_ANSWER, target, "dispatch error: " + e.getCause());
        } catch (TimeoutException e) {
            return Attempt.without(Ending.TIMED_OUT, target, "dispatch error: no answer within " + timeout);
        } finally {
            answer.cancel(true);
        }
    }

    private Attempt judge(URI target, HttpResponse<byte[]> response) {
        int status = response.statusCode();
        byte[] body = response.body();
        String retryAfter = response.headers().firstValue("Retry-After").orElse(null);
        if (status / 100 != 2) {
            return new Attempt(Ending.REFUSED, target, status, retryAfter, body, null);
        }
        try {
            Map<String, String> headers =
                    EventBinding.headers(response.headers().map());
            CloudEvent reply = kind.reply(headers, body).orElse(null);
            return new Attempt(Ending.DELIVERED, target, status, null, body, reply);
        } catch (InvalidEventException e) {
            return new Attempt(Ending.MALFORMED_REPLY, target, status, null, body, null);
        }
    }
}

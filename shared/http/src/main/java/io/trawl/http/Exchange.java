package io.trawl.http;

import io.trawl.api.util.OutOfMemory;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends one HTTP request, with a limit on its time and on the size of the answer that holds whatever the server does.
 */
public final class Exchange {

    private Exchange() {}

    /**
     * Sends a request once.
     *
     * @param deadline how long it may take from the connection to the last byte of the body; the timeout of an
     *     {@link HttpRequest} ends with the headers
     * @param body {@link LimitedBody#whole} or {@link LimitedBody#beginning}
     * @throws HttpTimeoutException if it took longer; its subclass HttpConnectTimeoutException if there was no connection
     * @throws AnswerTooLargeException if the body is larger than {@link LimitedBody#whole} takes
     * @throws IOException if there was no answer
     */
    public static HttpResponse<byte[]> send(
            HttpClient http, HttpRequest request, Duration deadline, BodyHandler<byte[]> body)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, body);
        try {
            return answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no answer within " + deadline.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } finally {
            answer.cancel(true); // closes the connection of an exchange that has not ended
        }
    }

    private static IOException failure(Throwable failure) {
        OutOfMemory.check(failure);
        if (failure.getCause() instanceof AnswerTooLargeException tooLarge) { // within the client's own exception
            return tooLarge;
        }
        if (failure instanceof IOException known) {
            return known;
        }
        if (failure instanceof RuntimeException mistake) {
            throw mistake;
        }
        return new IOException(failure);
    }
}

package io.trawl.testkit.knative;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * A request to a function, and what it is to be answered.
 *
 * @param name tells it from others
 * @param headers of the request; each has one value
 * @param body of the request; may be empty
 * @param status of the answer
 * @param reason what the answer's body holds; empty if that does not matter
 */
public record EventCase(String name, Map<String, String> headers, byte[] body, int status, String reason) {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Sends it and waits for the answer. */
    public HttpResponse<String> post(URI function) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(function).timeout(Duration.ofMinutes(1)).POST(BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return HTTP.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return name + ": " + status;
    }
}

package io.trawl.argo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.http.Exchange;
import io.trawl.http.Http;
import io.trawl.http.LimitedBody;
import io.trawl.http.Trust;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Requests to an Argo server's REST API, each sent once. */
public final class ArgoServerCalls {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
    /** Far more than the Workflow of a large run. */
    private static final int MOST_BYTES = 16 << 20;

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final ArgoServer server;
    private final Api api;
    private final HttpClient http;

    /**
     * @param status of HTTP
     * @param body null if it is no JSON
     */
    record Answer(int status, @Nullable JsonNode body) {
        boolean isSuccess() {
            return status / 100 == 2 && body != null;
        }

        /** What went wrong, in the server's words. */
        String message() {
            return body == null ? "the answer is no JSON" : body.path("message").asText();
        }
    }

    ArgoServerCalls(ArgoServer server, Api api) {
        this.server = server;
        this.api = api;
        this.http = Http.client(server.verify() ? null : Trust.anything()).build();
    }

    Api api() {
        return api;
    }

    Answer get(String what, String path) {
        return send(what, request(path).GET());
    }

    Answer post(String what, String path, JsonNode body) {
        return send(what, withBody(path).POST(BodyPublishers.ofString(body.toString())));
    }

    Answer put(String what, String path, JsonNode body) {
        return send(what, withBody(path).PUT(BodyPublishers.ofString(body.toString())));
    }

    private HttpRequest.Builder withBody(String path) {
        return request(path).setHeader("Content-Type", "application/json");
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.uri() + "/api/v1" + path))
                .setHeader("Accept", "application/json")
                .setHeader("User-Agent", Http.USER_AGENT);
        if (server.authorization() != null) {
            request.setHeader("Authorization", server.authorization().reveal());
        }
        return request;
    }

    private Answer send(String what, HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response =
                    Exchange.send(http, request.build(), REQUEST_TIMEOUT, LimitedBody.whole(MOST_BYTES));
            if (response.statusCode() / 100 == 2) {
                api.grants().allowed(what);
            }
            return new Answer(response.statusCode(), json(response.body()));
        } catch (IOException e) {
            throw api.unanswered(what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrawlException(FailureKind.TRANSIENT, api.name() + ": cannot " + what + ": interrupted", e);
        }
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return null;
        }
    }
}

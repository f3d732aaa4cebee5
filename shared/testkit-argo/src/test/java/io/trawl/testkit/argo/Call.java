package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.testkit.HttpEndpoint;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Requests to a cluster without a client that would be kind to it. */
public record Call(URI server, String token) {

    static final String WORKFLOWS = "/apis/argoproj.io/v1alpha1/namespaces/default/workflows";
    static final String MERGE = "application/merge-patch+json";

    static Call kubernetes(ArgoCluster cluster) {
        return new Call(cluster.kubernetesApi(), cluster.token());
    }

    static Call argo(ArgoCluster cluster) {
        return new Call(cluster.argoServer(), cluster.token());
    }

    record Reply(int status, String text) {

        JsonNode json() {
            return Json.parseOwn(text);
        }

        String message() {
            return json().path("message").asText();
        }
    }

    Reply get(String path) throws Exception {
        return send("GET", path, null, null);
    }

    Reply post(String path, String body) throws Exception {
        return send("POST", path, "application/json", body);
    }

    Reply send(String method, String path, String contentType, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path))
                .header("Authorization", "Bearer " + token)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        HttpResponse<String> response = HttpEndpoint.CLIENT.send(request.build(), BodyHandlers.ofString());
        return new Reply(response.statusCode(), response.body());
    }
}

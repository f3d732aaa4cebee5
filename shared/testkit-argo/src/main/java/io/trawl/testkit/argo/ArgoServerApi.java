package io.trawl.testkit.argo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Argo server's REST API before the same objects (pkg/apiclient/workflow/workflow.proto), as far as Trawl asks it:
 * workflows are listed, created, read and stopped. Errors are grpc-gateway's {@code {"code","message"}}, the codes those of
 * server/utils/errors.go. A Workflow is validated before it is created, so that one that names no template is refused here
 * (server/workflow/workflow_server.go), and with the client's own rights, as in the mode {@code client}.
 */
final class ArgoServerApi implements HttpHandler {

    private static final Pattern PATH = Pattern.compile("/api/v1/workflows/([^/]+)(?:/([^/]+))?(/stop)?");

    private static final Map<Integer, Integer> GRPC = Map.of(400, 3, 401, 16, 403, 7, 404, 5, 409, 6, 422, 3, 503, 14);

    private final Api api;

    ArgoServerApi(Api api) {
        this.api = api;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        try {
            api.gate().identify(exchange.getRequestHeaders().getFirst("Authorization"));
            answer(exchange, 200, respond(exchange, body));
        } catch (ApiException e) {
            ObjectNode error = Json.object();
            error.put("code", GRPC.getOrDefault(e.code(), 13)).put("message", e.getMessage());
            answer(exchange, e.code() == 422 ? 400 : e.code(), error);
        }
    }

    private JsonNode respond(HttpExchange exchange, byte[] body) {
        Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
        if (!path.matches() || !api.gate().installed()) {
            throw ApiException.noSuchPath();
        }
        String namespace = path.group(1);
        String name = path.group(2);
        Map<String, String> query = Json.query(exchange.getRequestURI().getRawQuery());
        Fields fields = Fields.of(query.get("fields"));
        String method =
                exchange.getRequestMethod() + (name == null ? "" : " name") + (path.group(3) == null ? "" : " stop");
        return switch (method) {
            case "GET" ->
                fields.only(
                        api.list(Resource.WORKFLOW, namespace, new Selector(query.get("listOptions.labelSelector"))));
            case "POST" -> create(namespace, body);
            case "GET name" -> fields.only(api.get(Resource.WORKFLOW, namespace, name));
            case "PUT name stop" -> stop(namespace, name);
            default -> throw ApiException.notAllowed();
        };
    }

    private ObjectNode create(String namespace, byte[] body) {
        if (!(parsed(body).get("workflow") instanceof ObjectNode workflow)) {
            throw ApiException.badRequest("workflow body not specified");
        }
        try {
            new Validation(Spec.of(api.store(), namespace, workflow)).check(workflow.path("spec"));
        } catch (InvalidSpecException e) {
            throw ApiException.badRequest(e.getMessage());
        }
        return api.create(Resource.WORKFLOW, namespace, workflow);
    }

    private ObjectNode stop(String namespace, String name) {
        if (WorkflowStatus.hasCompleted(api.get(Resource.WORKFLOW, namespace, name))) {
            // AlreadyShutdownError in workflow/util/util.go
            throw ApiException.internal("cannot shutdown a completed workflow: workflow: \"" + name
                    + "\", namespace: \"" + namespace + "\"");
        }
        ObjectNode patch = Json.object();
        patch.putObject("spec").put("shutdown", "Stop");
        return api.patch(Resource.WORKFLOW, namespace, name, patch);
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return Json.parse(new String(body, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw ApiException.badRequest("json: " + e.getOriginalMessage());
        }
    }

    private static void answer(HttpExchange exchange, int code, JsonNode body) throws IOException {
        byte[] bytes = Json.write(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}

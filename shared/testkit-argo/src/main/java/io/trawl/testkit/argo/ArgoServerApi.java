package io.trawl.testkit.argo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Argo server's REST API before the same objects (pkg/apiclient/workflow/workflow.proto): workflows are listed, created,
 * read, deleted, stopped and terminated. Errors are grpc-gateway's {@code {"code","message"}}, the codes those of
 * server/utils/errors.go. A Workflow is validated before it is created, so that one that names no template is refused here
 * (server/workflow/workflow_server.go), and with the client's own rights, as in the mode {@code client}.
 */
final class ArgoServerApi implements HttpHandler {

    private static final Pattern PATH = Pattern.compile("/api/v1/workflows/([^/]+)(?:/([^/]+))?(?:/(stop|terminate))?");

    private static final Map<Integer, Integer> GRPC =
            Map.of(400, 3, 401, 16, 403, 7, 404, 5, 409, 6, 410, 3, 415, 3, 422, 3, 503, 14);

    private final Api api;
    private final WorkflowCheck check;

    ArgoServerApi(Api api, WorkflowCheck check) {
        this.api = api;
        this.check = check;
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
            answer(exchange, e.code() == 422 || e.code() == 410 || e.code() == 415 ? 400 : e.code(), error);
        }
    }

    private JsonNode respond(HttpExchange exchange, byte[] body) {
        Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
        if (!path.matches()) {
            throw ApiException.noSuchPath();
        }
        String namespace = path.group(1);
        String name = path.group(2);
        String action = path.group(3);
        if (!api.gate().installed()) {
            throw ApiException.noSuchPath();
        }
        String method = exchange.getRequestMethod() + (name == null ? "" : " name") + (action == null ? "" : " action");
        return switch (method) {
            case "GET" -> {
                Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
                Selector selector =
                        new Selector(query.get("listOptions.labelSelector"), query.get("listOptions.fieldSelector"));
                yield Fields.of(query.get("fields")).only(api.list(Resource.WORKFLOW, namespace, selector));
            }
            case "POST" -> create(namespace, body);
            case "GET name" -> {
                Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
                yield Fields.of(query.get("fields")).only(api.get(Resource.WORKFLOW, namespace, name));
            }
            case "DELETE name" -> {
                api.delete(Resource.WORKFLOW, namespace, name);
                yield Json.object();
            }
            case "PUT name action" -> shutDown(namespace, name, action.equals("stop") ? "Stop" : "Terminate");
            default -> throw ApiException.notAllowed();
        };
    }

    private ObjectNode create(String namespace, byte[] body) {
        if (!(parsed(body).get("workflow") instanceof ObjectNode workflow)) {
            throw ApiException.badRequest("workflow body not specified");
        }
        if (!workflow.has("apiVersion")) {
            workflow.put("apiVersion", Resource.API_VERSION).put("kind", Resource.WORKFLOW.kind());
        }
        check.check(namespace, workflow);
        return api.create(Resource.WORKFLOW, namespace, workflow);
    }

    private ObjectNode shutDown(String namespace, String name, String strategy) {
        ObjectNode workflow = api.get(Resource.WORKFLOW, namespace, name);
        if (workflow.at("/metadata/labels")
                .path("workflows.argoproj.io/completed")
                .asText()
                .equals("true")) {
            // AlreadyShutdownError in workflow/util/util.go
            throw ApiException.internal("cannot shutdown a completed workflow: workflow: \"" + name
                    + "\", namespace: \"" + namespace + "\"");
        }
        ObjectNode patch = Json.object();
        patch.putObject("spec").put("shutdown", strategy);
        return api.patch(Resource.WORKFLOW, namespace, name, patch);
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return Json.parse(new String(body, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw ApiException.badRequest("json: " + e.getOriginalMessage());
        }
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        Arrays.stream(raw == null ? new String[0] : raw.split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        return query;
    }

    private static void answer(HttpExchange exchange, int code, JsonNode body) throws IOException {
        byte[] bytes = Json.write(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}

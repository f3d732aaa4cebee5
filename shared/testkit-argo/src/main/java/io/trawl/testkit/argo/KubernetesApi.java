package io.trawl.testkit.argo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Kubernetes API over HTTP, as far as it is about {@code /apis/argoproj.io/v1alpha1}. Answers are objects, lists or
 * Status objects. There is no {@code /status}: Argo's CRDs (manifests/base/crds) declare no status subresource. Patches are
 * merge patches; a custom resource knows no strategic one, and JSON patches and server-side apply are refused here.
 */
final class KubernetesApi extends Dispatcher {

    private static final Pattern PATH =
            Pattern.compile("/apis/argoproj\\.io/v1alpha1(?:/namespaces/([^/]+))?/([^/]+)(?:/([^/]+))?(?:/(.+))?");

    private static final Pattern NAMESPACE = Pattern.compile("/api/v1/namespaces/([^/]+)");

    private static final String GROUP_VERSION = "/apis/" + Resource.API_VERSION;
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private static final List<String> VERBS = List.of("create", "delete", "get", "list", "patch", "update", "watch");

    private final Api api;

    KubernetesApi(Api api) {
        this.api = api;
    }

    /** Where a request goes: a part of the path that is not there is null. */
    private record Target(Resource resource, String namespace, String name, String subresource) {}

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        try {
            api.gate().identify(request.getHeader("Authorization"));
            URI uri = URI.create(request.getPath());
            if (uri.getPath().equals(GROUP_VERSION) && api.gate().installed()) {
                return json(200, discovery());
            }
            Matcher namespace = NAMESPACE.matcher(uri.getPath());
            if (namespace.matches()) {
                api.gate().requireNamespace(namespace.group(1));
                return json(200, namespace(namespace.group(1)));
            }
            Matcher path = PATH.matcher(uri.getPath());
            Resource resource =
                    path.matches() ? Resource.ofPlural(path.group(2)).orElse(null) : null;
            if (resource == null || !api.gate().installed()) {
                // An API group that is not installed has no handler, and so no Status object.
                return answer(404, "text/plain; charset=utf-8", "404 page not found\n");
            }
            Target target = new Target(resource, path.group(1), path.group(3), path.group(4));
            return respond(request, target, query(uri.getRawQuery()));
        } catch (ApiException e) {
            return json(e.code(), e.status());
        }
    }

    private static ObjectNode namespace(String name) {
        ObjectNode namespace = Json.object().put("apiVersion", "v1").put("kind", "Namespace");
        namespace.putObject("metadata").put("name", name);
        return namespace;
    }

    private MockResponse respond(RecordedRequest request, Target target, Map<String, String> query) {
        if (target.subresource() != null) {
            throw ApiException.noSuchPath();
        }
        if (target.name() == null) {
            return switch (request.getMethod()) {
                case "GET" -> collection(request, target, query);
                case "POST" -> json(201, api.create(target.resource(), target.namespace(), body(request)));
                default -> throw ApiException.notAllowed();
            };
        }
        return switch (request.getMethod()) {
            case "GET" -> json(200, api.get(target.resource(), target.namespace(), target.name()));
            case "PUT" -> json(200, api.replace(target.resource(), target.namespace(), target.name(), body(request)));
            case "PATCH" -> json(200, api.patch(target.resource(), target.namespace(), target.name(), patch(request)));
            case "DELETE" -> {
                api.delete(target.resource(), target.namespace(), target.name());
                yield json(200, success());
            }
            default -> throw ApiException.notAllowed();
        };
    }

    private MockResponse collection(RecordedRequest request, Target target, Map<String, String> query) {
        Selector selector = new Selector(query.get("labelSelector"), query.get("fieldSelector"));
        if (!"true".equals(query.get("watch")) && !"1".equals(query.get("watch"))) {
            return json(200, api.list(target.resource(), target.namespace(), selector));
        }
        api.gate().check("watch", target.resource(), target.namespace(), null);
        String version = query.getOrDefault("resourceVersion", "");
        Watch watch = new Watch(api.store(), target.resource(), target.namespace(), selector, version);
        if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            return new MockResponse().withWebSocketUpgrade(watch);
        }
        // A server may end a watch whenever it likes: this one tells what has happened, and ends.
        return answer(200, "application/json", String.join("", watch.past()));
    }

    private static ObjectNode body(RecordedRequest request) {
        try {
            String text = request.getUtf8Body();
            JsonNode body = text == null ? null : Json.parse(text);
            if (body instanceof ObjectNode object) {
                return object;
            }
            throw ApiException.badRequest("the object provided is unrecognized (must be of type JSON object)");
        } catch (JsonProcessingException e) {
            throw ApiException.badRequest("couldn't get version/kind; json parse error: " + e.getOriginalMessage());
        }
    }

    private static ObjectNode patch(RecordedRequest request) {
        String contentType = String.valueOf(request.getHeader("Content-Type"));
        if (!contentType.split(";")[0].strip().equals(MERGE_PATCH)) {
            throw ApiException.mediaType(contentType);
        }
        return body(request);
    }

    /** What there is in the group, for clients that look before they speak. */
    private static ObjectNode discovery() {
        ObjectNode list = Json.object();
        list.put("kind", "APIResourceList").put("apiVersion", "v1").put("groupVersion", Resource.API_VERSION);
        ArrayNode resources = list.putArray("resources");
        for (Resource resource : Resource.values()) {
            ObjectNode entry = resources.addObject();
            entry.put("name", resource.plural()).put("kind", resource.kind()).put("namespaced", true);
            entry.put("singularName", resource.kind().toLowerCase(Locale.ROOT));
            VERBS.forEach(entry.putArray("verbs")::add);
        }
        return list;
    }

    private static ObjectNode success() {
        ObjectNode status = Json.object();
        status.put("kind", "Status").put("apiVersion", "v1").put("status", "Success");
        status.putObject("metadata");
        return status;
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static MockResponse json(int code, JsonNode body) {
        return answer(code, "application/json", Json.write(body));
    }

    private static MockResponse answer(int code, String contentType, String body) {
        return new MockResponse()
                .setResponseCode(code)
                .setHeader("Content-Type", contentType)
                .setBody(body);
    }
}

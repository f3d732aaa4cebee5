package io.trawl.testkit.argo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.net.URI;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Kubernetes API over HTTP, as far as Trawl asks it about {@code /apis/argoproj.io/v1alpha1}: objects of a namespace are
 * created, read, listed, watched over a web socket, and changed by merge patches. Answers are objects, lists or Status
 * objects. There is no {@code /status}: Argo's CRDs (manifests/base/crds) declare no status subresource.
 */
final class KubernetesApi extends Dispatcher {

    private static final Pattern PATH =
            Pattern.compile("/apis/argoproj\\.io/v1alpha1/namespaces/([^/]+)/([^/]+)(?:/([^/]+))?(/.+)?");

    private static final Pattern NAMESPACE = Pattern.compile("/api/v1/namespaces/([^/]+)");

    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final Api api;

    KubernetesApi(Api api) {
        this.api = api;
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        try {
            api.gate().identify(request.getHeader("Authorization"));
            URI uri = URI.create(request.getPath());
            Matcher namespace = NAMESPACE.matcher(uri.getPath());
            if (namespace.matches()) {
                api.gate().requireNamespace(namespace.group(1));
                ObjectNode found = Json.object().put("apiVersion", "v1").put("kind", "Namespace");
                found.putObject("metadata").put("name", namespace.group(1));
                return json(200, found);
            }
            Matcher path = PATH.matcher(uri.getPath());
            Resource resource =
                    path.matches() ? Resource.ofPlural(path.group(2)).orElse(null) : null;
            if (resource == null || !api.gate().installed()) {
                // An API group that is not installed has no handler, and so no Status object.
                return answer(404, "text/plain; charset=utf-8", "404 page not found\n");
            }
            if (path.group(4) != null) {
                throw ApiException.noSuchPath();
            }
            Map<String, String> query = Json.query(uri.getRawQuery());
            return path.group(3) == null
                    ? collection(request, resource, path.group(1), query)
                    : object(request, resource, path.group(1), path.group(3));
        } catch (ApiException e) {
            return json(e.code(), e.status());
        }
    }

    private MockResponse object(RecordedRequest request, Resource resource, String namespace, String name) {
        return switch (request.getMethod()) {
            case "GET" -> json(200, api.get(resource, namespace, name));
            case "PATCH" -> json(200, api.patch(resource, namespace, name, patch(request)));
            default -> throw ApiException.notAllowed();
        };
    }

    private MockResponse collection(
            RecordedRequest request, Resource resource, String namespace, Map<String, String> query) {
        if (request.getMethod().equals("POST")) {
            return json(201, api.create(resource, namespace, body(request)));
        }
        if (!request.getMethod().equals("GET")) {
            throw ApiException.notAllowed();
        }
        if (query.containsKey("fieldSelector")) {
            throw ApiException.badRequest("field label not supported: " + query.get("fieldSelector"));
        }
        Selector selector = new Selector(query.get("labelSelector"));
        if (!"true".equals(query.get("watch"))) {
            return json(200, api.list(resource, namespace, selector));
        }
        api.gate().check("watch", resource, namespace, null);
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade")) || !query.containsKey("resourceVersion")) {
            throw ApiException.badRequest("a watch here is a web socket, and begins at the version of a list");
        }
        long version = Long.parseLong(query.get("resourceVersion"));
        return new MockResponse().withWebSocketUpgrade(new Watch(api.store(), resource, namespace, selector, version));
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

package io.trawl.testkit.openmetadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The REST API: facts/openmetadata.md, REST. */
final class Api {

    /** Who asks, by the token. */
    record Caller(String name, boolean bot) {}

    /** An answer; the body may be null. */
    record Reply(int status, ObjectNode body) {}

    final Catalog catalog = new Catalog();
    final People people = new People();
    final Lies lies = new Lies();
    /** What was reported about the runs of each ingestion pipeline. */
    final Map<String, List<JsonNode>> pipelines = new ConcurrentHashMap<>();

    private final CreateRules rules;
    private final OpenMetadataSchemas schemas;
    private final String version;
    private final int bulkAbsent;
    private final boolean sameHashSkipped;
    private final Reader reader;
    private final BulkWrite bulkWrite;

    /**
     * @param bulkAbsent the status of a bulk request, or 0 if bulk is there
     */
    Api(OpenMetadataSchemas schemas, String version, int bulkAbsent, boolean sameHashSkipped) {
        this.schemas = schemas;
        this.rules = new CreateRules(schemas, version);
        this.version = version;
        this.bulkAbsent = bulkAbsent;
        this.sameHashSkipped = sameHashSkipped;
        this.reader = new Reader(catalog);
        this.bulkWrite = new BulkWrite(rules, catalog);
    }

    Reply answer(ReceivedRequest request, Caller caller, byte[] body) {
        try {
            return route(request, caller, body);
        } catch (Refusal e) {
            return error(e.status, e.getMessage());
        } catch (IOException e) {
            return error(400, "Unable to process JSON");
        }
    }

    private Reply route(ReceivedRequest request, Caller caller, byte[] body) throws Refusal, IOException {
        String path = request.path().substring(1);
        if (path.equals("system/version")) {
            return ok(StoredEntity.JSON.createObjectNode().put("version", version));
        }
        if (caller == null) {
            throw Refusal.of(401, "Not Authorized! Token not present or expired");
        }
        if (path.startsWith("users/") || path.startsWith("teams/")) {
            return people.route(path, caller);
        }
        if (!request.method().equals("GET") && !caller.bot()) {
            throw Refusal.of(403, "Principal: CatalogPrincipal{name='" + caller.name() + "'} operations not allowed");
        }
        if (path.startsWith("services/ingestionPipelines/")) {
            return pipelineStatus(request, path, body);
        }
        Kind kind = Kind.ofPath(path).orElseThrow(() -> Refusal.of(404, "HTTP 404 Not Found"));
        String rest = path.substring(kind.collection.length());
        return switch (request.method()) {
            case "GET" -> rest.isEmpty() ? ok(list(kind, request.query())) : ok(reader.get(kind, rest, request));
            case "PUT" -> write(kind, rest, request, body);
            case "PATCH" -> patch(kind, rest, request, body);
            case "DELETE" -> delete(kind, rest, request);
            default -> throw Refusal.of(405, "HTTP 405 Method Not Allowed");
        };
    }

    private ObjectNode list(Kind kind, Map<String, String> query) throws Refusal {
        return lies.apply(kind, query, reader.list(kind, query), catalog.all(kind));
    }

    private Reply write(Kind kind, String rest, ReceivedRequest request, byte[] body) throws Refusal, IOException {
        if (!request.headers().getOrDefault("content-type", "").startsWith("application/json")) {
            throw Refusal.of(415, "HTTP 415 Unsupported Media Type");
        }
        JsonNode json = StoredEntity.JSON.readTree(body);
        switch (rest) {
            case "" -> {
                rules.checkShape(kind, json);
                rules.checkContent(kind, json);
                var put = catalog.put(kind, (ObjectNode) json, true, false);
                return new Reply(put.created() ? 201 : 200, reader.full(kind, put.entity()));
            }
            case "/bulk" -> {
                if (bulkAbsent != 0 || kind == Kind.DATABASE_SERVICE || kind == Kind.CLASSIFICATION) {
                    throw Refusal.of(bulkAbsent == 0 ? 405 : bulkAbsent, "HTTP " + bulkAbsent);
                }
                if (!request.query().getOrDefault("async", "false").equals("false")) {
                    throw Refusal.invalid("async: this server answers bulk requests at once only");
                }
                return ok(bulkWrite.write(kind, json, sameHashSkipped));
            }
            case "/restore" -> {
                StoredEntity entity = catalog.byId(json.path("id").asText());
                if (entity == null) {
                    throw Refusal.of(404, kind.type + " instance for " + json.path("id") + " not found");
                }
                catalog.setDeleted(entity, false);
                return ok(reader.full(kind, catalog.find(kind, entity.fqn())));
            }
            default -> throw Refusal.of(405, "HTTP 405 Method Not Allowed");
        }
    }

    private Reply patch(Kind kind, String rest, ReceivedRequest request, byte[] body) throws Refusal, IOException {
        if (!request.headers().getOrDefault("content-type", "").startsWith("application/json-patch+json")) {
            throw Refusal.of(415, "HTTP 415 Unsupported Media Type");
        }
        StoredEntity entity = reader.find(kind, rest, "all");
        StoredEntity patched = catalog.patch(entity, StoredEntity.JSON.readTree(body));
        return ok(reader.full(kind, patched));
    }

    private Reply delete(Kind kind, String rest, ReceivedRequest request) throws Refusal {
        if (!request.query().getOrDefault("hardDelete", "false").equals("false")) {
            throw Refusal.invalid("hardDelete: this server deletes softly only");
        }
        StoredEntity entity = reader.find(kind, rest, "non-deleted");
        catalog.delete(entity, Boolean.parseBoolean(request.query().get("recursive")));
        return ok(reader.full(kind, catalog.find(kind, entity.fqn())));
    }

    private Reply pipelineStatus(ReceivedRequest request, String path, byte[] body) throws Refusal, IOException {
        String rest = path.substring("services/ingestionPipelines/".length());
        if (!request.method().equals("PUT") || !rest.endsWith("/pipelineStatus")) {
            throw Refusal.of(405, "HTTP 405 Method Not Allowed");
        }
        String fqn = decode(rest.substring(0, rest.length() - "/pipelineStatus".length()));
        List<JsonNode> statuses = pipelines.get(fqn);
        if (statuses == null) {
            throw Refusal.of(404, "ingestionPipeline instance for " + fqn + " not found");
        }
        JsonNode status = StoredEntity.JSON.readTree(body);
        List<String> errors = schemas == null ? List.of() : schemas.errors("pipelineStatus", status);
        if (!errors.isEmpty()) {
            throw Refusal.invalid(errors.get(0));
        }
        statuses.add(status);
        return ok((ObjectNode) status);
    }

    static String decode(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    static Reply ok(ObjectNode body) {
        return new Reply(200, body);
    }

    static Reply error(int status, String message) {
        return new Reply(
                status, StoredEntity.JSON.createObjectNode().put("code", status).put("message", message));
    }

    /** An entity reference as type/entityReference.json has it. */
    static ObjectNode reference(UUID id, String type, String name, String fqn) {
        return StoredEntity.JSON
                .createObjectNode()
                .put("id", id.toString())
                .put("type", type)
                .put("name", name)
                .put("fullyQualifiedName", fqn);
    }

    static ArrayNode array() {
        return StoredEntity.JSON.createArrayNode();
    }
}

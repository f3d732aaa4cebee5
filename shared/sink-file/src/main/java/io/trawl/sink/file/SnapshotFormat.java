package io.trawl.sink.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.Request;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The lines of a snapshot: one of JSON for each entity, {@code {"type","fqn","request"}}, where the request is OpenMetadata's
 * create request; service, tags, databases and schemas come first.
 */
final class SnapshotFormat {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private SnapshotFormat() {}

    static byte[] lines(Hierarchy hierarchy) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        String service = Fqn.of(hierarchy.service().name());
        Map<String, Object> serviceRequest =
                request(hierarchy.service().name(), hierarchy.service().description());
        serviceRequest.put("serviceType", hierarchy.service().serviceType());
        append(lines, EntityType.DATABASE_SERVICE, service, json(serviceRequest));
        for (Hierarchy.Classification classification : hierarchy.classifications()) {
            append(
                    lines,
                    EntityType.CLASSIFICATION,
                    Fqn.of(classification.name()),
                    json(request(classification.name(), classification.description())));
            for (Hierarchy.Tag tag : classification.tags()) {
                Map<String, Object> request = request(tag.name(), tag.description());
                request.put("classification", Fqn.of(classification.name()));
                append(lines, EntityType.TAG, Fqn.of(classification.name(), tag.name()), json(request));
            }
        }
        for (Hierarchy.Database database : hierarchy.databases()) {
            Map<String, Object> request = request(database.name(), database.description());
            request.put("service", service);
            append(lines, EntityType.DATABASE, Fqn.child(service, database.name()), json(request));
        }
        for (Hierarchy.Database database : hierarchy.databases()) {
            String parent = Fqn.child(service, database.name());
            for (Hierarchy.Schema schema : database.schemas()) {
                Map<String, Object> request = request(schema.name(), schema.description());
                request.put("database", parent);
                append(lines, EntityType.DATABASE_SCHEMA, Fqn.child(parent, schema.name()), json(request));
            }
        }
        return lines.toByteArray();
    }

    static byte[] lines(List<Request> requests) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream(requests.size() * 2048);
        for (Request request : requests) {
            append(lines, request.descriptor().type(), request.descriptor().id(), request.json());
        }
        return lines.toByteArray();
    }

    /** What is said of entities whose lines were written. */
    static List<Outcome> ingested(List<Request> requests) {
        return requests.stream()
                .<Outcome>map(request -> new Outcome.Ingested(request.descriptor()))
                .toList();
    }

    private static Map<String, Object> request(String name, String description) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("name", Fqn.encode(name));
        if (description != null) {
            request.put("description", description);
        }
        return request;
    }

    private static void append(ByteArrayOutputStream lines, EntityType type, String fqn, byte[] request) {
        lines.writeBytes(("{\"type\":\"" + type.wireName() + "\",\"fqn\":").getBytes(StandardCharsets.US_ASCII));
        lines.writeBytes(json(fqn));
        lines.writeBytes(",\"request\":".getBytes(StandardCharsets.US_ASCII));
        lines.writeBytes(request);
        lines.writeBytes("}\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] json(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}

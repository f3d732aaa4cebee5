package io.trawl.sink.openmetadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.HierarchyFailure;
import io.trawl.api.util.OneLine;
import io.trawl.api.workflow.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes service, classifications, tags, databases and schemas: parents before children, one level at a time. What the
 * server refuses is left out, with what lies in it.
 */
final class HierarchyWriter {

    private final Client client;
    private final ItemWriter items;
    private final LevelWriter levels;

    HierarchyWriter(Client client, ItemWriter items) {
        this.client = client;
        this.items = items;
        this.levels = new LevelWriter(items);
    }

    /**
     * Writes the hierarchy.
     *
     * @return what the server refused; see {@link io.trawl.api.sink.Sink#writeHierarchy}
     * @throws ApiException if the server is out of reach, or refuses the service, all databases or all schemas for lack of
     *     permission
     * @throws ConfigException if it refuses the service for another reason
     */
    List<HierarchyFailure> write(Hierarchy hierarchy) throws ApiException {
        writeService(hierarchy.service());
        items.probeBulk();
        List<HierarchyFailure> failures = new ArrayList<>();
        writeTags(hierarchy.classifications(), failures);
        writeDatabases(Fqn.of(hierarchy.service().name()), hierarchy.databases(), failures);
        return failures;
    }

    /**
     * A service that exists is left alone: a PUT without a connection would remove the one that a user configured,
     * and a connection is never sent.
     */
    private void writeService(Hierarchy.Service service) throws ApiException {
        Endpoint endpoint = Endpoint.DATABASE_SERVICE;
        Optional<JsonNode> existing = client.find(endpoint.byName(Fqn.of(service.name())) + "?include=all");
        if (existing.isEmpty()) {
            createService(service);
        } else if (existing.get().path("deleted").asBoolean()) {
            ObjectNode id = Client.JSON
                    .createObjectNode()
                    .put("id", existing.get().path("id").asText());
            client.write(Call.put(endpoint.path + "/restore", bytes(id)), Fqn.of(service.name()));
        }
    }

    /** Everything is named after the service, so that there is no run without it; its name is in the workflow file. */
    private void createService(Hierarchy.Service service) throws ApiException {
        ObjectNode request = request(service.name(), service.description()).put("serviceType", service.serviceType());
        try {
            client.write(Call.put(Endpoint.DATABASE_SERVICE.path, bytes(request)), Fqn.of(service.name()));
        } catch (ApiException e) {
            // 404 says that the address is no OpenMetadata's, and nothing about the service.
            if (e.kind == FailureKind.INVALID && e.status / 100 == 4 && e.status != 404) {
                throw new ConfigException(
                        "source.serviceName: the server refuses '" + quoted(service.name()) + "': " + e.getMessage());
            }
            throw e;
        }
    }

    private void writeTags(List<Hierarchy.Classification> classifications, List<HierarchyFailure> failures)
            throws ApiException {
        List<Item> named = new ArrayList<>();
        for (Hierarchy.Classification classification : classifications) {
            named.add(
                    item(Fqn.of(classification.name()), request(classification.name(), classification.description())));
        }
        Map<String, ApiException> refused = levels.write(Endpoint.CLASSIFICATION, named);
        List<Item> tags = new ArrayList<>();
        for (Hierarchy.Classification classification : classifications) {
            String parent = Fqn.of(classification.name());
            ApiException refusal = refused.get(parent);
            for (Hierarchy.Tag tag : classification.tags()) {
                String fqn = Fqn.child(parent, tag.name());
                if (refusal != null) {
                    failures.add(failure(EntityType.TAG, fqn, "classification", parent, refusal));
                } else {
                    tags.add(item(fqn, request(tag.name(), tag.description()).put("classification", parent)));
                }
            }
        }
        levels.write(Endpoint.TAG, tags)
                .forEach((fqn, refusal) -> failures.add(failure(EntityType.TAG, fqn, "tag", fqn, refusal)));
    }

    private void writeDatabases(String service, List<Hierarchy.Database> databases, List<HierarchyFailure> failures)
            throws ApiException {
        List<Item> named = new ArrayList<>();
        for (Hierarchy.Database database : databases) {
            ObjectNode request =
                    request(database.name(), database.description()).put("service", service);
            named.add(item(Fqn.child(service, database.name()), request));
        }
        Map<String, ApiException> refused = levels.writeUnlessAllForbidden(Endpoint.DATABASE, named);
        List<Item> schemas = new ArrayList<>();
        for (Hierarchy.Database database : databases) {
            String parent = Fqn.child(service, database.name());
            if (refused.containsKey(parent)) {
                continue;
            }
            for (Hierarchy.Schema schema : database.schemas()) {
                ObjectNode request =
                        request(schema.name(), schema.description()).put("database", parent);
                schemas.add(item(Fqn.child(parent, schema.name()), request));
            }
        }
        refused.forEach((fqn, refusal) -> failures.add(failure(EntityType.DATABASE, fqn, "database", fqn, refusal)));
        levels.writeUnlessAllForbidden(Endpoint.DATABASE_SCHEMA, schemas)
                .forEach((fqn, refusal) ->
                        failures.add(failure(EntityType.DATABASE_SCHEMA, fqn, "databaseSchema", fqn, refusal)));
    }

    private static HierarchyFailure failure(
            EntityType type, String fqn, String refusedType, String refusedFqn, ApiException refusal) {
        return new HierarchyFailure(
                type,
                fqn,
                refusal.kind,
                "metadata-rest refused " + refusedType + " '" + quoted(refusedFqn) + "': " + refusal.getMessage());
    }

    private static String quoted(String name) {
        return OneLine.shortened(OneLine.of(name));
    }

    private static ObjectNode request(String rawName, String description) {
        ObjectNode request = Client.JSON.createObjectNode().put("name", Fqn.encode(rawName));
        if (description != null) {
            request.put("description", description);
        }
        return request;
    }

    private static Item item(String fqn, ObjectNode request) throws ApiException {
        return new Item(fqn, bytes(request));
    }

    static byte[] bytes(JsonNode json) throws ApiException {
        try {
            return Client.JSON.writeValueAsBytes(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw ApiException.of(FailureKind.BUG, "a request cannot be written as JSON", e);
        }
    }
}

package io.trawl.sink.openmetadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.core.model.FailureKind;
import io.trawl.core.model.Fqn;
import io.trawl.core.model.Hierarchy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes service, classifications, tags, databases and schemas: parents before children, one level at a time. */
final class HierarchyWriter {

    private final Client client;
    private final ItemWriter items;
    private final MetadataOverride override;

    /**
     * @param override null if what people wrote is kept
     */
    HierarchyWriter(Client client, ItemWriter items, MetadataOverride override) {
        this.client = client;
        this.items = items;
        this.override = override;
    }

    void write(Hierarchy hierarchy) throws ApiException {
        String service = Fqn.of(hierarchy.service().name());
        writeService(hierarchy.service(), service);
        items.probeBulk();
        List<Item> classifications = new ArrayList<>();
        List<Item> tags = new ArrayList<>();
        for (Hierarchy.Classification classification : hierarchy.classifications()) {
            String fqn = Fqn.of(classification.name());
            classifications.add(item(fqn, request(classification.name(), classification.description())));
            for (Hierarchy.Tag tag : classification.tags()) {
                ObjectNode request = request(tag.name(), tag.description()).put("classification", fqn);
                tags.add(item(Fqn.child(fqn, tag.name()), request));
            }
        }
        List<Item> databases = new ArrayList<>();
        List<Item> schemas = new ArrayList<>();
        for (Hierarchy.Database database : hierarchy.databases()) {
            String fqn = Fqn.child(service, database.name());
            databases.add(
                    item(fqn, request(database.name(), database.description()).put("service", service)));
            for (Hierarchy.Schema schema : database.schemas()) {
                ObjectNode request =
                        request(schema.name(), schema.description()).put("database", fqn);
                schemas.add(item(Fqn.child(fqn, schema.name()), request));
            }
        }
        write(Endpoint.CLASSIFICATION, classifications);
        write(Endpoint.TAG, tags);
        write(Endpoint.DATABASE, databases);
        write(Endpoint.DATABASE_SCHEMA, schemas);
    }

    /**
     * A service that exists is left alone: a PUT without a connection would take away the one that somebody configured,
     * and a connection is never sent.
     */
    private void writeService(Hierarchy.Service service, String fqn) throws ApiException {
        Endpoint endpoint = Endpoint.DATABASE_SERVICE;
        Optional<JsonNode> existing = client.find(endpoint.byName(fqn) + "?include=all");
        if (existing.isEmpty()) {
            ObjectNode request =
                    request(service.name(), service.description()).put("serviceType", service.serviceType());
            client.send(Call.put(endpoint.path, item(fqn, request).json()));
        } else if (existing.get().path("deleted").asBoolean()) {
            ObjectNode id = Client.JSON
                    .createObjectNode()
                    .put("id", existing.get().path("id").asText());
            client.send(Call.put(endpoint.path + "/restore", bytes(id)));
        }
    }

    private void write(Endpoint endpoint, List<Item> level) throws ApiException {
        for (Item item : level) {
            NameRules.check(item.fqn());
        }
        List<Item.Result> results = items.write(endpoint, level);
        if (override != null && !endpoint.textFields.isEmpty()) {
            results = override.apply(endpoint, results);
        }
        for (Item.Result result : results) {
            if (!result.written()) {
                throw result.failure().about(result.item().fqn());
            }
        }
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

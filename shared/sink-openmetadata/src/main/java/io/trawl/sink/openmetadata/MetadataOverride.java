package io.trawl.sink.openmetadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.trawl.api.model.FailureKind;
import io.trawl.http.Http;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * overrideMetadata: the source wins over what people wrote. A PUT by a bot keeps a description, a display name and tags
 * that are there, so what still differs after it is patched. To find out, the texts below a parent are listed once and
 * kept as checksums, and only an entity whose checksum differs is read. Where the source says nothing, what people wrote
 * stays.
 */
final class MetadataOverride {

    private final Client client;
    private final Pages pages;
    private final Map<String, Map<String, Long>> checksums = new ConcurrentHashMap<>();

    MetadataOverride(Client client, Pages pages) {
        this.client = client;
        this.pages = pages;
    }

    /** The same results, but failed where the patch did. */
    List<Item.Result> apply(Endpoint endpoint, List<Item.Result> results) {
        if (endpoint.textFields.isEmpty()) {
            return results;
        }
        List<Item.Result> patched = new ArrayList<>(results.size());
        for (Item.Result result : results) {
            if (!result.written()) {
                patched.add(result);
                continue;
            }
            try {
                patch(endpoint, result.item());
                patched.add(result);
            } catch (ApiException e) {
                patched.add(result.item().failed(e));
            } catch (IOException e) {
                patched.add(result.item().failed(ApiException.of(FailureKind.BUG, "the create request is no JSON", e)));
            }
        }
        return patched;
    }

    private void patch(Endpoint endpoint, Item item) throws ApiException, IOException {
        JsonNode request = Client.JSON.readTree(item.json());
        Long stored = known(endpoint, Endpoint.parentOf(item.fqn())).get(item.fqn());
        // What the list does not hold was created by this run, and is as the source says.
        if (stored == null || stored == Descriptions.checksum(request)) {
            return;
        }
        Optional<JsonNode> entity =
                client.find(endpoint.byName(item.fqn()) + "?fields=" + Http.encode(endpoint.textFields));
        if (entity.isPresent()) {
            ArrayNode operations = Descriptions.patch(entity.get(), request);
            if (!operations.isEmpty()) {
                String path = endpoint.path + "/" + entity.get().path("id").asText();
                client.write(Call.patch(path, Client.JSON.writeValueAsBytes(operations)), item.fqn());
            }
        }
    }

    /** One thread lists a parent, the others wait for it. */
    private Map<String, Long> known(Endpoint endpoint, String parent) throws ApiException {
        String key = endpoint + " " + parent;
        Map<String, Long> known = checksums.get(key);
        if (known != null) {
            return known;
        }
        synchronized (this) {
            if (!checksums.containsKey(key)) {
                Map<String, Long> listed = new HashMap<>();
                pages.forEach(
                        endpoint,
                        parent,
                        endpoint.textFields,
                        entity ->
                                listed.put(entity.path("fullyQualifiedName").asText(), Descriptions.checksum(entity)));
                checksums.put(key, listed);
            }
            return checksums.get(key);
        }
    }
}

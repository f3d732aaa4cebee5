package io.trawl.testkit.openmetadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A bulk write: 200 whatever became of the items (facts/openmetadata.md, REST; type/bulkOperationResult.json). The
 * server names an item by its fully qualified name, but one that it refused before it had a name by the request itself;
 * every refusal of an item is 400, a missing parent too. A body with an item that cannot be read is refused as a whole.
 */
record BulkWrite(CreateRules rules, Catalog catalog) {

    ObjectNode write(Kind kind, JsonNode requests, boolean skipSameHash) throws Refusal {
        if (!requests.isArray()) {
            throw Refusal.unreadable("a bulk request is an array");
        }
        for (JsonNode request : requests) {
            rules.checkShape(kind, request);
        }
        ObjectNode answer = StoredEntity.JSON.createObjectNode().put("dryRun", false);
        ArrayNode passed = Api.array();
        ArrayNode failed = Api.array();
        for (JsonNode request : requests) {
            try {
                rules.checkContent(kind, request);
                StoredEntity entity = catalog.put(kind, (ObjectNode) request, true, skipSameHash)
                        .entity();
                passed.addObject().put("request", entity.fqn()).put("status", 200);
            } catch (Refusal e) {
                failed.addObject()
                        .put("message", e.getMessage())
                        .put("status", 400)
                        .set("request", request);
            }
        }
        answer.put("status", failed.isEmpty() ? "success" : passed.isEmpty() ? "failure" : "partialSuccess");
        answer.put("numberOfRowsProcessed", requests.size());
        answer.put("numberOfRowsPassed", passed.size());
        answer.put("numberOfRowsFailed", failed.size());
        answer.set("successRequest", passed);
        answer.set("failedRequest", failed);
        return answer;
    }
}

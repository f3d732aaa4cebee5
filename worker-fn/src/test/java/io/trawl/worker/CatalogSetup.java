package io.trawl.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.testkit.openmetadata.OpenMetadataServer;

/** What discovery writes before any entity is sent to a worker. */
final class CatalogSetup {

    private static final ObjectMapper JSON = new ObjectMapper();

    private CatalogSetup() {}

    static void hierarchy(OpenMetadataServer catalog) {
        catalog.put(
                "databaseService", JSON.createObjectNode().put("name", "svc").put("serviceType", "Postgres"));
        catalog.put("database", named("postgres").put("service", "svc"));
        catalog.put("databaseSchema", named("shop").put("database", "svc.postgres"));
    }

    private static ObjectNode named(String name) {
        return JSON.createObjectNode().put("name", name);
    }
}

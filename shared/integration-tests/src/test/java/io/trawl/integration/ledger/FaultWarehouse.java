package io.trawl.integration.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.environment.LocalRun;
import io.trawl.testkit.Checkout;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.SampleWarehouse;
import io.trawl.testkit.WorkflowYaml;
import io.trawl.testkit.Yaml;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/**
 * The warehouse the fault tests ingest, the catalog as it was before, and what either kind of sink holds. Two tables the
 * catalog knows are gone; in a schema of one table a third is, which is too large a share to be deleted.
 */
final class FaultWarehouse {

    static final int TABLES = 240;
    static final String SERVICE = "svc";
    static final String DATABASE = "warehouse";
    static final String LEDGER = "ledger";
    static final List<String> GONE = List.of("svc.warehouse.plain_000.gone", "svc.warehouse.plain_001.gone");
    static final String HELD_BACK = "svc.warehouse.small.gone";

    private static final ObjectMapper JSON = new ObjectMapper();

    private FaultWarehouse() {}

    /** A server with the warehouse, and a database for ledgers. */
    static EmbeddedDatabase start() {
        EmbeddedDatabase server = EmbeddedDatabase.start();
        server.createDatabase(LEDGER);
        server.createDatabase(DATABASE);
        SampleWarehouse.plain(TABLES - 1, 5, 4).fill(server, DATABASE);
        server.execute(DATABASE, "CREATE SCHEMA small; CREATE TABLE small.only (id int)");
        return server;
    }

    /** A workflow from the warehouse into a file, or a catalog, with a ledger whose leases last a second, and small batches. */
    static LocalRun run(Path folder, String name, EmbeddedDatabase server, OpenMetadataServer catalog) {
        LocalRun run = new LocalRun(folder, name, WorkflowYaml.postgres(SERVICE, server.hostPort(), DATABASE))
                .ledger(server.hostPort() + "/" + LEDGER, 1)
                .execution("parallelism: 2, entitiesPerBatch: 10,"
                        + " retryPolicy: {maxAttempts: 10, backoffSeconds: 0.05, maxBackoffSeconds: 0.2},"
                        // No number: what is held back is in a small schema.
                        + " deletion: {maxShare: 0.2, maxCount: 0}");
        return catalog == null ? run : run.openMetadata(catalog);
    }

    /** The same into a file. */
    static LocalRun run(Path folder, String name, EmbeddedDatabase server) {
        return run(folder, name, server, null);
    }

    /** A catalog that knows the three. */
    static OpenMetadataServer catalog() {
        OpenMetadataServer server =
                OpenMetadataServer.builder().withoutSchemas().start();
        put(server, "databaseService", "{'name':'svc','serviceType':'Postgres'}");
        put(server, "database", "{'name':'warehouse','service':'svc'}");
        for (String schema : List.of("plain_000", "plain_001", "small")) {
            put(server, "databaseSchema", "{'name':'%s','database':'svc.warehouse'}".formatted(schema));
            put(
                    server,
                    "table",
                    "{'name':'gone','databaseSchema':'svc.warehouse.%s','columns':[{'name':'id','dataType':'INT'}]}"
                            .formatted(schema));
        }
        return server;
    }

    private static void put(OpenMetadataServer server, String type, String request) {
        server.put(type, (ObjectNode) Yaml.documents(request).get(0));
    }

    /** Everything a catalog holds, whether deleted or not. */
    static TreeMap<String, String> contents(OpenMetadataServer server) {
        TreeMap<String, String> contents = new TreeMap<>();
        for (String type : List.of("databaseService", "database", "databaseSchema", "table", "storedProcedure")) {
            server.all(type)
                    .forEach(entity -> contents.put(
                            type + " " + entity.fqn(), (entity.deleted() ? "deleted " : "") + entity.document()));
        }
        return contents;
    }

    /** Everything a snapshot holds; a torn line or one that stands there twice is an error. */
    static TreeMap<String, String> contents(Path snapshot) {
        TreeMap<String, String> contents = new TreeMap<>();
        String text = Checkout.text(snapshot);
        if (!text.endsWith("\n")) {
            throw new AssertionError("torn: " + text.substring(text.lastIndexOf('\n') + 1));
        }
        for (String line : text.split("\n")) {
            JsonNode entity = parse(line);
            String name =
                    entity.path("type").asText() + " " + entity.path("fqn").asText();
            if (contents.put(name, entity.path("request").toString()) != null) {
                throw new AssertionError("twice: " + name);
            }
        }
        return contents;
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }
}

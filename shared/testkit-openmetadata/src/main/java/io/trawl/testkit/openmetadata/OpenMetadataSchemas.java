package io.trawl.testkit.openmetadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.trawl.testkit.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Validates create requests against OpenMetadata's published JSON schemas. The schemas are not part of this repository:
 * they are looked for in the folder named by the system property {@code trawl.schemas}, else in
 * {@code ../shared/schemas/openmetadata} beside the repository's root. Safe for use by several threads.
 */
public final class OpenMetadataSchemas {

    /** Every published schema's {@code $id} starts with this. */
    private static final String BASE = "https://open-metadata.org/schema/";

    private static final Map<String, String> PATHS = Map.of(
            "databaseService", "api/services/createDatabaseService.json",
            "classification", "api/classification/createClassification.json",
            "tag", "api/classification/createTag.json",
            "database", "api/data/createDatabase.json",
            "databaseSchema", "api/data/createDatabaseSchema.json",
            "table", "api/data/createTable.json",
            "storedProcedure", "api/data/createStoredProcedure.json",
            "pipelineStatus", "entity/services/ingestionPipelines/ingestionPipeline.json#/definitions/pipelineStatus");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SchemaRegistry registry;
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    private OpenMetadataSchemas(Path folder) {
        registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_7, builder -> builder.schemas(iri -> text(folder, iri)));
    }

    /** The published schemas, or empty if they are not on this machine: then a test should be skipped. */
    public static Optional<OpenMetadataSchemas> find() {
        return Checkout.schemas("trawl.schemas", "openmetadata")
                .filter(Files::isDirectory)
                .map(OpenMetadataSchemas::new);
    }

    /**
     * The same of OpenMetadata 2.0.7, from the folder named by the system property {@code trawl.schemas.2}, else from
     * {@code ../shared/schemas/openmetadata-2.0.7}: those of tables and procedures, of databases and their schemas.
     */
    public static Optional<OpenMetadataSchemas> findVersion2() {
        return Checkout.schemas("trawl.schemas.2", "openmetadata-2.0.7")
                .filter(Files::isDirectory)
                .map(OpenMetadataSchemas::new);
    }

    /**
     * What is wrong with a create request.
     *
     * @param type wire name of the entity type, for example {@code table}, or {@code pipelineStatus}
     * @return one line for each error; empty if the request is valid
     */
    public List<String> errors(String type, JsonNode request) {
        return validate(type, request).stream().map(OpenMetadataSchemas::line).toList();
    }

    /** {@link #errors(String, JsonNode)} for a request as it is sent: UTF-8 JSON. */
    public List<String> errors(String type, byte[] request) {
        try {
            return errors(type, JSON.readTree(request));
        } catch (IOException e) {
            return List.of("no JSON: " + e.getMessage());
        }
    }

    List<Error> validate(String type, JsonNode request) {
        return schemas.computeIfAbsent(type, this::load).validate(request);
    }

    static String line(Error error) {
        return error.getInstanceLocation() + ": " + error.getMessage();
    }

    private Schema load(String type) {
        String path = PATHS.get(type);
        if (path == null) {
            throw new IllegalArgumentException("type: '" + type + "' has no create request");
        }
        return registry.getSchema(SchemaLocation.of(BASE + path));
    }

    private static String text(Path folder, String iri) {
        if (!iri.startsWith(BASE)) {
            return null;
        }
        try {
            return Files.readString(folder.resolve(iri.substring(BASE.length())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.trawl.testkit.openmetadata;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks what the file sink wrote: each line is a create request that is valid by OpenMetadata's published schemas, and
 * no entity stands there twice.
 */
public final class CheckCatalog {

    private static final int PRINTED = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final OpenMetadataSchemas schemas;
    private final Set<String> seen = new HashSet<>();
    private final List<String> errors = new ArrayList<>();
    private long lines;

    public CheckCatalog(OpenMetadataSchemas schemas) {
        this.schemas = schemas;
    }

    /**
     * Reads a catalog.
     *
     * @return one line for each thing that is wrong; empty if the file holds at least one line and all are valid
     */
    public List<String> check(Path catalog) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(catalog)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines++;
                checkLine(line);
            }
        }
        if (lines == 0) {
            errors.add(catalog + ": empty");
        }
        return List.copyOf(errors);
    }

    /** How many lines were read. */
    public long lines() {
        return lines;
    }

    private void checkLine(String line) {
        JsonNode entity;
        try {
            entity = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            errors.add("line " + lines + ": no JSON: " + e.getOriginalMessage());
            return;
        }
        String type = entity.path("type").asText();
        String fqn = entity.path("fqn").asText();
        String where = "line " + lines + ": " + type + " " + fqn + ": ";
        if (type.isEmpty() || fqn.isEmpty() || !entity.path("request").isObject()) {
            errors.add(where + "needs type, fqn and request");
            return;
        }
        if (!seen.add(type + ' ' + fqn)) {
            errors.add(where + "stands there twice");
        }
        for (String error : schemas.errors(type, entity.get("request"))) {
            errors.add(where + error);
        }
    }

    /**
     * Prints what is wrong, or how many lines are right.
     *
     * @param arguments the catalog's file; the process ends with 1 if something is wrong with it, 2 if it cannot be
     *     checked
     */
    public static void main(String[] arguments) throws IOException {
        OpenMetadataSchemas schemas = OpenMetadataSchemas.find().orElse(null);
        if (arguments.length != 1 || schemas == null) {
            System.err.println("usage: CheckCatalog FILE, with OpenMetadata's schemas beside the repository");
            System.exit(2);
        }
        CheckCatalog catalog = new CheckCatalog(schemas);
        List<String> errors = catalog.check(Path.of(arguments[0]));
        errors.stream().limit(PRINTED).forEach(System.err::println);
        if (!errors.isEmpty()) {
            System.err.println(arguments[0] + ": " + errors.size() + " errors in " + catalog.lines() + " lines");
            System.exit(1);
        }
        System.out.println(arguments[0] + ": " + catalog.lines() + " lines, all valid");
    }
}

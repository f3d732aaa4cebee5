package io.trawl.discovery.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.testkit.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The keys in OpenMetadata's published JSON Schemas, which are no part of this repository; see {@link
 * io.trawl.testkit.openmetadata.OpenMetadataSchemas}.
 */
final class PublishedKeys {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Schemas of their own, and maps whose names are free. */
    private static final Set<String> ELSEWHERE = Set.of(
            "source.serviceConnection",
            "source.sourceConfig.config",
            "workflowConfig.openMetadataServerConfig",
            "ownerConfig",
            "sampleDataStorageConfig");

    private final Set<String> keys = new TreeSet<>();
    private final Map<Path, JsonNode> files = new HashMap<>();

    private PublishedKeys() {}

    /**
     * Every key that holds no keys of its own, dotted.
     *
     * @param file of the schema
     * @param pointer where in it the object stands; empty for the whole
     */
    static Set<String> of(Path folder, String file, String pointer) {
        PublishedKeys published = new PublishedKeys();
        Path path = folder.resolve(file);
        published.collect(path, published.read(path).at(pointer), "");
        return published.keys;
    }

    private void collect(Path file, JsonNode schema, String path) {
        if (schema.has("$ref")) {
            String[] reference = schema.get("$ref").asText().split("#", 2);
            Path target = reference[0].isEmpty()
                    ? file
                    : file.resolveSibling(reference[0]).normalize();
            if (!ELSEWHERE.contains(path)) {
                collect(target, read(target).at(reference.length < 2 ? "" : reference[1]), path);
                return;
            }
        }
        int before = keys.size();
        if (!ELSEWHERE.contains(path)) {
            for (String choice : new String[] {"anyOf", "oneOf"}) {
                schema.path(choice).forEach(each -> collect(file, each, path));
            }
            schema.path("properties")
                    .properties()
                    .forEach(property -> collect(
                            file,
                            property.getValue(),
                            path.isEmpty() ? property.getKey() : path + "." + property.getKey()));
        }
        boolean isLeaf = keys.stream().noneMatch(key -> key.startsWith(path + "."));
        if (keys.size() == before && isLeaf && !path.isEmpty()) {
            keys.add(path);
        } else if (!isLeaf) {
            keys.remove(path);
        }
    }

    private JsonNode read(Path file) {
        return files.computeIfAbsent(file, path -> {
            try {
                return JSON.readTree(Checkout.text(path));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}

package io.trawl.argo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The manifests of this module. */
final class Manifests {

    private static final ObjectReader YAML = new YAMLMapper().readerFor(JsonNode.class);

    private Manifests() {}

    /** The folder of this module. */
    static Path folder() {
        return root().resolve("argo");
    }

    /** The folder of the whole build. */
    static Path root() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("mvnw"))) {
                return at;
            }
        }
        throw new IllegalStateException("no folder above this one holds mvnw");
    }

    /** The manifests, each as it stands in its file. */
    static List<JsonNode> resources() {
        List<JsonNode> resources = new ArrayList<>();
        documents(folder().resolve("kustomization.yaml"))
                .get(0)
                .path("resources")
                .forEach(name -> resources.addAll(documents(folder().resolve(name.asText()))));
        return resources;
    }

    static JsonNode template() {
        return documents(folder().resolve("workflow-template.yaml")).get(0);
    }

    static List<JsonNode> documents(String yaml) {
        try (MappingIterator<JsonNode> documents = YAML.readValues(yaml)) {
            return documents.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> documents(Path file) {
        return documents(text(file));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isArgos(JsonNode resource) {
        return resource.path("apiVersion").asText().startsWith("argoproj.io/");
    }

    static String kind(JsonNode resource) {
        return resource.path("kind").asText();
    }

    static String name(JsonNode resource) {
        return resource.at("/metadata/name").asText();
    }

    /** Every value of that key, however deep. */
    static Stream<JsonNode> values(JsonNode node, String key) {
        return node.findValues(key).stream();
    }
}

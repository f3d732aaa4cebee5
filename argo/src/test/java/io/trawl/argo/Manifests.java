package io.trawl.argo;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.testkit.Checkout;
import io.trawl.testkit.Yaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The manifests of this module. */
final class Manifests {

    private Manifests() {}

    /** The folder of this module. */
    static Path folder() {
        return Checkout.root().resolve("argo");
    }

    /** The manifests, each as it stands in its file. */
    static List<JsonNode> resources() {
        List<JsonNode> resources = new ArrayList<>();
        Yaml.documents(folder().resolve("kustomization.yaml"))
                .get(0)
                .path("resources")
                .forEach(name -> resources.addAll(Yaml.documents(folder().resolve(name.asText()))));
        return resources;
    }

    static JsonNode template() {
        return Yaml.documents(folder().resolve("workflow-template.yaml")).get(0);
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

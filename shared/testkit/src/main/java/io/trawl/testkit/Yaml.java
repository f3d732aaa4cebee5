package io.trawl.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads YAML as Kubernetes does: {@code on} is true, and what looks like a number is one. */
public final class Yaml {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Yaml() {}

    /** The documents of a text, empty ones left out. */
    public static List<JsonNode> documents(String yaml) {
        org.yaml.snakeyaml.Yaml reader = new org.yaml.snakeyaml.Yaml(new SafeConstructor(new LoaderOptions()));
        return StreamSupport.stream(reader.loadAll(yaml).spliterator(), false)
                .map(document -> JSON.<JsonNode>valueToTree(document))
                .filter(document -> !document.isNull())
                .toList();
    }

    /** The same of a file. */
    public static List<JsonNode> documents(Path file) {
        return documents(Checkout.text(file));
    }
}

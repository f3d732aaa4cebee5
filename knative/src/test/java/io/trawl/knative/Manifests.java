package io.trawl.knative;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.testkit.Checkout;
import io.trawl.testkit.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The manifests of this module as kustomize sees them, without kustomize. */
final class Manifests {

    static final List<String> OVERLAYS = List.of("service", "jobsink", "kafka");

    private static final String KUSTOMIZATION = "kustomization.yaml";
    private static final Pattern OPTIONAL = Pattern.compile("(?m)^  # - (\\.\\./\\S+)$");

    private Manifests() {}

    /** The folder of this module. */
    static Path folder() {
        return Checkout.root().resolve("knative");
    }

    /** Every manifest, the kustomizations left out. */
    static List<Path> files() {
        return yaml().filter(file -> !isKustomization(file)).toList();
    }

    /** Every kustomization. */
    static List<Path> kustomizations() {
        return yaml().filter(Manifests::isKustomization).toList();
    }

    /** Every folder and file that a kustomization names, in the order it names them. */
    static List<Path> named(Path kustomization) {
        JsonNode json = Yaml.documents(kustomization).get(0);
        List<String> names = new ArrayList<>();
        for (String list : List.of("resources", "components", "configurations")) {
            json.path(list).forEach(name -> names.add(name.asText()));
        }
        json.path("secretGenerator")
                .forEach(generator -> generator.path("envs").forEach(name -> names.add(name.asText())));
        json.path("configMapGenerator")
                .forEach(generator -> generator.path("files").forEach(name -> names.add(name.asText())));
        return names.stream().map(name -> beside(kustomization, name)).toList();
    }

    /** The components that a user may switch on: lines of the kustomization that begin with {@code # - ../}, indented. */
    static List<Path> optional(Path kustomization) {
        return OPTIONAL.matcher(Checkout.text(kustomization))
                .results()
                .map(match -> beside(kustomization, match.group(1)))
                .toList();
    }

    /** The same text with the optional components switched on. */
    static String withOptional(String kustomization) {
        return OPTIONAL.matcher(kustomization).replaceAll("  - $1");
    }

    /**
     * The resources of an overlay, all optional components switched on, as they stand in their files; Secrets and
     * ConfigMaps that kustomize makes have a kind and a name only.
     */
    static List<Resource> overlay(String name) {
        Path overlay = folder().resolve("overlays").resolve(name);
        List<Resource> all = new ArrayList<>(tree(overlay));
        optional(overlay.resolve(KUSTOMIZATION)).forEach(component -> all.addAll(tree(component)));
        return all;
    }

    /** The resources of a file. */
    static List<Resource> resources(Path file) {
        String origin = folder().relativize(file).toString();
        return Yaml.documents(file).stream()
                .map(json -> new Resource(origin, json))
                .toList();
    }

    private static Set<Resource> tree(Path folder) {
        Path kustomization = folder.resolve(KUSTOMIZATION);
        Set<Resource> found = new LinkedHashSet<>();
        JsonNode json = Yaml.documents(kustomization).get(0);
        for (String list : List.of("resources", "components")) {
            json.path(list).forEach(name -> {
                Path path = beside(kustomization, name.asText());
                found.addAll(Files.isDirectory(path) ? tree(path) : resources(path));
            });
        }
        json.path("secretGenerator").forEach(generator -> found.add(generated("Secret", generator)));
        json.path("configMapGenerator").forEach(generator -> found.add(generated("ConfigMap", generator)));
        return found;
    }

    private static Resource generated(String kind, JsonNode generator) {
        String yaml = "{apiVersion: v1, kind: %s, metadata: {name: %s}}"
                .formatted(kind, generator.path("name").asText());
        return new Resource("settings", Yaml.documents(yaml).get(0));
    }

    private static Path beside(Path kustomization, String name) {
        return kustomization.resolveSibling(name).normalize();
    }

    private static Stream<Path> yaml() {
        Path folder = folder();
        try (Stream<Path> files = Files.walk(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file ->
                            !file.startsWith(folder.resolve("src")) && !file.startsWith(folder.resolve("target")))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isKustomization(Path file) {
        return file.endsWith(KUSTOMIZATION);
    }
}

package io.trawl.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.testkit.Checkout;
import io.trawl.testkit.Kubectl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What {@code kubectl kustomize} makes of the manifests once a user has filled them in. */
class RenderedTest {

    private static final List<String> OVERLAYS = Manifests.OVERLAYS;

    @TempDir
    Path directory;

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void anOverlayIsFilledInFromOneFolder(String overlay) throws Exception {
        Optional<Kubectl> kubectl = Kubectl.find();
        assumeTrue(kubectl.isPresent(), "there is no kubectl on the path");
        fillIn();
        List<Resource> resources = kubectl
                .orElseThrow()
                .render(directory.resolve("overlays").resolve(overlay))
                .stream()
                .map(json -> new Resource(overlay, json))
                .toList();

        Optional<CustomResources> definitions = CustomResources.find();
        resources.stream()
                .filter(resource -> definitions.isPresent() && definitions.get().know(resource))
                .forEach(resource ->
                        assertThat(definitions.get().errors(resource)).isEmpty());
        Set<String> names = resources.stream()
                .filter(resource -> Set.of("ConfigMap", "Secret").contains(resource.kind()))
                .map(resource -> resource.reference().name())
                .collect(Collectors.toSet());
        assertThat(names).hasSize(3).allMatch(name -> name.matches("trawl(-[a-z]+)?-[a-z0-9]{10}"));
        assertThat(Stream.of("configMapRef", "secretRef", "configMap")
                        .flatMap(key -> resources.stream().flatMap(resource -> resource.values(key)))
                        .map(reference -> reference.path("name").asText()))
                .hasSize(6)
                .allMatch(names::contains);
        assertThat(resources.stream()
                        .flatMap(resource -> resource.containers().stream())
                        .map(container -> container.path("image").asText()))
                .containsExactlyInAnyOrder("example.org/d/discovery-fn:7", "example.org/w/worker-fn:7");
        assertThat(resources.stream().flatMap(RenderedTest::bounds)).containsExactly("23");
        assertThat(resources).anyMatch(resource -> resource.reference().name().equals("schedule-warehouse"));
    }

    /** What bounds the workers, if it is text, as annotations and quantities are. */
    private static Stream<String> bounds(Resource resource) {
        JsonNode bound = resource.reference().name().equals("worker-pods")
                ? resource.json().at("/spec/hard/pods")
                : resource.reference().name().equals("worker-fn")
                        ? resource.json().at("/spec/template/metadata/annotations/autoscaling.knative.dev~1max-scale")
                        : null;
        return bound == null || !bound.isTextual() ? Stream.empty() : Stream.of(bound.textValue());
    }

    private void fillIn() throws IOException {
        Checkout.copyManifests(Manifests.folder(), directory);
        Path settings = directory.resolve("settings");
        Files.writeString(settings.resolve("secret.env"), Files.readString(settings.resolve("secret.env.example")));
        Path kustomization = settings.resolve("kustomization.yaml");
        Files.writeString(
                kustomization,
                Checkout.text(kustomization)
                        .replaceAll("TRAWL_PARALLELISM=\\d+", "TRAWL_PARALLELISM=23")
                        .replaceAll("newName: \\S*/(\\w)([a-z-]*-fn)", "newName: example.org/$1/$1$2")
                        .replaceAll("newTag: .*", "newTag: \"7\""));
        for (String overlay : OVERLAYS) {
            Path file = directory.resolve("overlays").resolve(overlay).resolve("kustomization.yaml");
            Files.writeString(file, Manifests.withOptional(Checkout.text(file)));
        }
    }
}

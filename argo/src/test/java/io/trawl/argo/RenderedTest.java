package io.trawl.argo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.testkit.Checkout;
import io.trawl.testkit.Kubectl;
import io.trawl.testkit.argo.ArgoSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code kubectl apply -k argo/} sends once a user has filled the settings in. */
class RenderedTest {

    private static final String SECRET = "s3cret-of-the-ledger";

    @TempDir
    Path directory;

    @Test
    void everythingComesFromOneFolder() throws Exception {
        List<JsonNode> resources = rendered();

        assertThat(resources)
                .allMatch(each -> each.at("/metadata/namespace").asText().equals("catalog"));
        assertThat(one(resources, "RoleBinding").at("/subjects/0/namespace").asText())
                .isEqualTo("catalog");
        JsonNode template = one(resources, "WorkflowTemplate");
        assertThat(parameter(template, "discovery-image")).isEqualTo("example.org/d/discovery-fn:7");
        assertThat(parameter(template, "worker-image")).isEqualTo("example.org/w/worker-fn:7");
        String configMap = Manifests.name(one(resources, "ConfigMap"));
        assertThat(configMap).matches("trawl-workflows-[a-z0-9]{10}");
        assertThat(template.at("/spec/volumes/0/configMap/name").asText()).isEqualTo(configMap);
        List<String> secrets = resources.stream()
                .filter(each -> Manifests.kind(each).equals("Secret"))
                .map(Manifests::name)
                .filter(name -> name.matches("trawl-[a-z0-9]{10}"))
                .toList();
        assertThat(secrets).hasSize(1);
        assertThat(Manifests.values(template, "secretRef")
                        .map(ref -> ref.path("name").asText()))
                .hasSize(4)
                .containsOnly(secrets.get(0));
        assertThat(resources).anyMatch(each -> Manifests.name(each).equals("trawl-executor.service-account-token"));
        ArgoSchema.find().map(ArgoSchema::of).ifPresent(schema -> resources.stream()
                .filter(Manifests::isArgos)
                .forEach(each ->
                        assertThat(schema.errors(Manifests.kind(each), each)).isEmpty()));
    }

    @Test
    void secretsAreInTheSecretOnly() throws Exception {
        List<JsonNode> resources = rendered();

        String encoded = Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8));
        assertThat(resources.stream()
                        .filter(each -> each.toString().contains(encoded))
                        .map(Manifests::kind))
                .containsExactly("Secret");
        assertThat(resources).noneMatch(each -> each.toString().contains(SECRET));
    }

    private static JsonNode one(List<JsonNode> resources, String kind) {
        List<JsonNode> found = resources.stream()
                .filter(each -> Manifests.kind(each).equals(kind))
                .toList();
        assertThat(found).as(kind).hasSize(1);
        return found.get(0);
    }

    private static String parameter(JsonNode template, String name) {
        for (JsonNode parameter : template.at("/spec/arguments/parameters")) {
            if (parameter.path("name").asText().equals(name)) {
                return parameter.path("value").asText();
            }
        }
        return null;
    }

    private List<JsonNode> rendered() throws Exception {
        Optional<Kubectl> kubectl = Kubectl.find();
        assumeTrue(kubectl.isPresent(), "there is no kubectl on the path");
        fillIn();
        return kubectl.orElseThrow().render(directory);
    }

    private void fillIn() throws IOException {
        Checkout.copyManifests(Manifests.folder(), directory);
        Path settings = directory.resolve("settings");
        Files.writeString(
                settings.resolve("secret.env"),
                Files.readString(settings.resolve("secret.env.example"))
                        .replaceAll("(?m)^TRAWL_LEDGER_PASSWORD=.*", "TRAWL_LEDGER_PASSWORD=" + SECRET));
        Path kustomization = settings.resolve("kustomization.yaml");
        Files.writeString(
                kustomization,
                Checkout.text(kustomization)
                        .replaceAll("(?m)^namespace: .*", "namespace: catalog")
                        .replaceAll("newName: \\S*/(\\w)([a-z-]*-fn)", "newName: example.org/$1/$1$2")
                        .replaceAll("newTag: .*", "newTag: \"7\""));
    }
}

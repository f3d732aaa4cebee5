package io.trawl.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.events.Events;
import io.trawl.testkit.Checkout;
import io.trawl.testkit.Yaml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests, looked at without a cluster. */
class ManifestsTest {

    private static final Path SETTINGS = Manifests.folder().resolve("settings");
    private static final Set<String> BUILT_IN = Set.of("ServiceAccount", "NetworkPolicy", "ResourceQuota");
    private static final String PING = "dev.knative.sources.ping";
    private static final List<String> OVERLAYS = Manifests.OVERLAYS;

    static Stream<Resource> resources() {
        return Manifests.files().stream()
                .filter(file -> !file.startsWith(SETTINGS))
                .flatMap(file -> Manifests.resources(file).stream());
    }

    static Stream<Resource> workloads() {
        return resources().filter(resource -> resource.podTemplate().isPresent());
    }

    @ParameterizedTest
    @MethodSource("resources")
    void everyResourceIsWhatItsDefinitionSays(Resource resource) {
        CustomResources definitions = definitions();
        if (BUILT_IN.contains(resource.kind())) {
            assertThat(definitions.know(resource)).isFalse();
        } else {
            assertThat(definitions.know(resource))
                    .as("%s: its kind and version", resource)
                    .isTrue();
            assertThat(definitions.errors(resource)).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "base/triggers.yaml, /spec/filter, attribute",
        "base/triggers.yaml, /spec/subscriber/ref, nam",
        "base/discovery-fn.yaml, /spec/template/spec, containerConcurency",
        "base/discovery-fn.yaml, /spec/template/spec/containers/0, enfFrom",
        "base/discovery-fn.yaml, /spec/template/spec/containers/0/securityContext, runAsNonroot",
        "base/discovery-sink.yaml, /spec, sinks",
        "base/reconcile.yaml, /spec, jsonData",
        "parts/in-memory-broker/broker.yaml, /spec/delivery, retries",
        "overlays/jobsink/worker-fn.yaml, /spec/job/spec, backofLimit",
        "overlays/jobsink/worker-fn.yaml, /spec/job/spec/template/spec, containerConcurrency",
        "overlays/jobsink/worker-fn.yaml, /spec/job/spec/template/spec/containers/0, imag",
        "components/event-policy/event-policy.yaml, /spec, froms"
    })
    void aFieldThatDoesNotExistIsFound(String file, String place, String field) {
        Resource resource =
                Manifests.resources(Manifests.folder().resolve(file)).get(0);
        ((ObjectNode) resource.json().at(place)).put(field, "x");
        assertThat(definitions().errors(resource)).anyMatch(error -> error.contains("'" + field + "'"));
    }

    @Test
    void everyFileThatIsNamedIsThere() {
        assertThat(Manifests.kustomizations()).hasSizeGreaterThan(OVERLAYS.size());
        for (Path kustomization : Manifests.kustomizations()) {
            assertThat(named(kustomization))
                    .as("named in %s", kustomization)
                    .allMatch(path -> Files.isDirectory(path)
                            ? Files.exists(path.resolve("kustomization.yaml"))
                            : Files.exists(path) || Files.exists(Path.of(path + ".example")));
        }
    }

    @Test
    void everyFileThatIsThereIsNamed() {
        Set<Path> named = Manifests.kustomizations().stream()
                .flatMap(kustomization -> named(kustomization).stream())
                .collect(Collectors.toSet());
        assertThat(Manifests.files()).isNotEmpty().allMatch(named::contains);
        assertThat(Manifests.kustomizations())
                .allMatch(file -> named.contains(file.getParent())
                        || file.getParent().getParent().endsWith("overlays"));
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void whatIsReferredToIsInTheSameOverlay(String overlay) {
        List<Resource> resources = Manifests.overlay(overlay);
        List<Resource.Reference> known =
                resources.stream().map(Resource::reference).toList();
        assertThat(known).doesNotHaveDuplicates();
        for (Resource resource : resources) {
            assertThat(references(resource)).as("%s", resource).allMatch(known::contains);
        }
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void triggersWaitForTheEventsThatFunctionsTake(String overlay) {
        List<Resource> resources = Manifests.overlay(overlay);
        Map<String, String> subscribers = resources.stream()
                .filter(resource -> resource.kind().equals("Trigger"))
                .collect(Collectors.toMap(
                        trigger -> trigger.json()
                                .at("/spec/filter/attributes/type")
                                .asText(),
                        trigger ->
                                trigger.json().at("/spec/subscriber/ref/name").asText()));
        assertThat(subscribers)
                .isEqualTo(Map.of(
                        Events.RUN_REQUESTED,
                        "discovery-fn",
                        PING,
                        "discovery-fn",
                        Events.ENTITY_DISCOVERED,
                        "worker-fn"));
        assertThat(resources.stream().filter(resource -> resource.kind().equals("Broker")))
                .singleElement()
                .satisfies(broker -> {
                    assertThat(broker.json()
                                    .at("/spec/delivery/deadLetterSink/ref/name")
                                    .asText())
                            .isEqualTo("discovery-fn");
                    assertThat(broker.json()
                                    .at("/spec/delivery/deadLetterSink/uri")
                                    .asText())
                            .isEqualTo("/dead-letters");
                });
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void containersMayDoNothingTheyNeedNot(Resource workload) {
        assertThat(workload.containers()).isNotEmpty().allSatisfy(container -> {
            JsonNode security = container.path("securityContext");
            assertThat(security.path("runAsNonRoot").asText()).isEqualTo("true");
            assertThat(security.path("readOnlyRootFilesystem").asText()).isEqualTo("true");
            assertThat(security.path("allowPrivilegeEscalation").asText()).isEqualTo("false");
            assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
            assertThat(security.at("/capabilities/add").isMissingNode()).isTrue();
            assertThat(security.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            for (String resource : List.of("cpu", "memory")) {
                assertThat(container.at("/resources/requests/" + resource).asText())
                        .isNotEmpty();
                assertThat(container.at("/resources/limits/" + resource).asText())
                        .isNotEmpty();
            }
            assertThat(container.has("command")).isFalse();
            assertThat(container.path("args"))
                    .as("arguments, where a secret might end up")
                    .allSatisfy(argument -> assertThat(argument.asText()).isEqualTo("serve"));
            assertThat(container.at("/volumeMounts").findValuesAsText("mountPath"))
                    .containsExactly("/etc/trawl/workflows", "/tmp");
            assertThat(container.at("/volumeMounts/0/readOnly").asBoolean()).isTrue();
        });
        assertThat(workload.values("automountServiceAccountToken")).isNotEmpty().noneMatch(JsonNode::asBoolean);
    }

    @Test
    void functionsAreInsideTheClusterOnly() {
        assertThat(resources().filter(resource -> resource.kind().equals("Service")))
                .isNotEmpty()
                .allMatch(service -> "cluster-local"
                        .equals(service.json()
                                .at("/metadata/labels/networking.knative.dev~1visibility")
                                .asText()));
        assertThat(resources().filter(resource -> resource.kind().equals("ServiceAccount")))
                .isNotEmpty()
                .noneMatch(account ->
                        account.json().path("automountServiceAccountToken").asBoolean(true));
        assertThat(resources().map(Resource::kind)).noneMatch(kind -> kind.contains("Role"));
        JsonNode selected = resources()
                .filter(resource -> resource.kind().equals("NetworkPolicy"))
                .findFirst()
                .orElseThrow()
                .json()
                .at("/spec/podSelector/matchLabels/app.kubernetes.io~1part-of");
        assertThat(workloads().map(Resource::podTemplate).flatMap(Optional::stream))
                .allMatch(template -> template.at("/metadata/labels/app.kubernetes.io~1part-of")
                        .equals(selected));
    }

    @Test
    void nothingNamesTheNamespaceItIsAppliedTo() {
        assertThat(resources()).allMatch(resource -> resource.reference().namespace() == null);
        assertThat(resources().flatMap(resource -> resource.values("namespace")).map(JsonNode::asText))
                .containsOnly("knative-eventing");
    }

    @Test
    void whatPingSourcesSendIsJson() {
        assertThat(resources().filter(resource -> resource.kind().equals("PingSource")))
                .isNotEmpty()
                .allSatisfy(ping -> {
                    assertThat(ping.json().at("/spec/contentType").asText()).isEqualTo("application/json");
                    JsonNode data = Yaml.documents(ping.json().at("/spec/data").asText())
                            .get(0);
                    assertThat(data.isObject()).isTrue();
                    assertThat(data.path("workflow").asText("warehouse")).isEqualTo("warehouse");
                });
    }

    @Test
    void theSecretAndTheSettingsHoldWhatWorkflowsUse() {
        Set<String> provided = Checkout.text(SETTINGS.resolve("secret.env.example"))
                .lines()
                .filter(line -> line.matches("[A-Z_]+=.*"))
                .map(line -> line.substring(0, line.indexOf('=')))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(provided).contains("TRAWL_LEDGER_URL", "TRAWL_LEDGER_USERNAME", "TRAWL_LEDGER_PASSWORD");
        provided.add("TRAWL_PARALLELISM");
        List<Path> workflows = Manifests.files().stream()
                .filter(file -> file.startsWith(SETTINGS.resolve("workflows")))
                .toList();
        assertThat(workflows).isNotEmpty().allSatisfy(file -> {
            // Comments may explain ${NAME}.
            Matcher variables = Pattern.compile("(?m)^[^#\n]*\\$\\{(\\w+)}").matcher(Checkout.text(file));
            assertThat(variables.results().map(match -> match.group(1)))
                    .isNotEmpty()
                    .allMatch(provided::contains);
        });
        assertThat(Checkout.text(Checkout.root().resolve(".gitignore")).lines())
                .contains("/knative/settings/secret.env");
    }

    private static CustomResources definitions() {
        Optional<CustomResources> definitions = CustomResources.find();
        assumeTrue(
                definitions.isPresent(),
                "Knative's published definitions are not beside the repository, in ../shared/schemas/knative");
        return definitions.orElseThrow();
    }

    private static List<Path> named(Path kustomization) {
        return Stream.concat(Manifests.named(kustomization).stream(), Manifests.optional(kustomization).stream())
                .toList();
    }

    /** Those to other resources of ours. What is in another namespace comes with Knative. */
    private static List<Resource.Reference> references(Resource resource) {
        Stream<Resource.Reference> written =
                resource.references().stream().filter(reference -> reference.namespace() == null);
        Stream<Resource.Reference> brokers =
                resource.values("broker").map(name -> reference("eventing.knative.dev/v1", "Broker", name));
        Stream<Resource.Reference> accounts =
                resource.values("serviceAccountName").map(name -> reference("v1", "ServiceAccount", name));
        Stream<Resource.Reference> secrets =
                resource.values("secretRef").map(ref -> reference("v1", "Secret", ref.path("name")));
        Stream<Resource.Reference> maps = Stream.of("configMapRef", "configMap")
                .flatMap(resource::values)
                .map(ref -> reference("v1", "ConfigMap", ref.path("name")));
        return Stream.of(written, brokers, accounts, secrets, maps)
                .flatMap(all -> all)
                .toList();
    }

    private static Resource.Reference reference(String apiVersion, String kind, JsonNode name) {
        return new Resource.Reference(apiVersion, kind, name.asText(), null);
    }
}

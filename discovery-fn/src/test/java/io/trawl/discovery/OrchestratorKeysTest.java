package io.trawl.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.api.Providers;
import io.trawl.api.orchestrator.OrchestratorProvider;
import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.DistributedExecution;
import io.trawl.api.workflow.RetryPolicy;
import io.trawl.argo.PodConfig;
import io.trawl.config.WorkflowReader;
import io.trawl.testkit.WorkflowYaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The keys of distributedExecution that the real orchestrators have, right and wrong, and the JSON Schema that names them. */
class OrchestratorKeysTest {

    private static final String EXECUTION = "workflowConfig.distributedExecution";
    private static final Path SCHEMA = Path.of("..", "docs", "workflow.schema.json");
    private static final String NAMESPACE = "the name of a namespace: at most 63 of a-z, 0-9 and -";
    private static final String ACCOUNT = "the name of a service account: at most 253 of a-z, 0-9, - and .";
    private static final String IMAGE = "an image, such as registry.example.com/trawl/worker-fn:1.0";
    private static final String QUANTITY = "a quantity, such as 250m, 2 or 256Mi";

    @TempDir
    Path directory;

    private static WorkflowYaml yaml() {
        return WorkflowYaml.postgres("warehouse", "localhost:5432", "warehouse");
    }

    private DistributedExecution read(String execution) {
        return read(yaml().toOpenMetadata("http://localhost:8585/api", "t0ken"), execution);
    }

    /** The keys are tested as they are written. */
    private DistributedExecution read(WorkflowYaml yaml, String execution) {
        String text = yaml.config("raiseOnError: true") + "  distributedExecution: " + execution + "\n";
        try {
            return new WorkflowReader(Map.of())
                    .read(Files.writeString(directory.resolve("pg.yaml"), text))
                    .execution();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With a ledger, and more keys. */
    private static String enabled(String orchestrator, String keys) {
        return "{enabled: true, orchestrator: " + orchestrator + ", ledger: {url: 'jdbc:postgresql:d'}" + keys + "}";
    }

    private static Arguments pods(String yaml, String what) {
        return arguments(enabled("argo", ", " + yaml), what);
    }

    /** distributedExecution, and the line that follows; it begins with the key in it. */
    static Stream<Arguments> wrongValues() {
        return Stream.of(
                arguments("{orchestrator: airflow}", ".orchestrator: 'airflow' is none of local, knative, argo"),
                arguments(
                        "{waitForCompletion: false}",
                        ".waitForCompletion: 'false' is for runs that go on elsewhere (orchestrator: knative or argo)"),
                arguments(
                        "{enabled: true, orchestrator: knative}",
                        ".ledger: is missing, and TRAWL_LEDGER_URL is not set; orchestrator: knative needs one"),
                arguments(
                        "{enabled: true, orchestrator: argo}",
                        ".ledger: is missing, and TRAWL_LEDGER_URL is not set; orchestrator: argo needs one"),
                arguments("{namespace: trawl}", ".namespace: is for orchestrator: argo"),
                arguments("{serviceAccount: trawl}", ".serviceAccount: is for orchestrator: argo"),
                arguments("{image: 'trawl:1'}", ".image: is for orchestrator: argo"),
                arguments("{resourceRequests: {cpu: '1'}}", ".resourceRequests: is for orchestrator: argo"),
                arguments("{resourceLimits: {}}", ".resourceLimits: is for orchestrator: argo"),
                arguments(
                        "{enabled: true, orchestrator: knative, image: a, ledger: {url: 'jdbc:postgresql:d'}}",
                        ".image: is for orchestrator: argo"),
                arguments("{orchestrator: local, namespace: a}", ".namespace: is for orchestrator: argo"),
                arguments(enabled("argo", ", imagee: a"), ".imagee: unknown key, did you mean image?"),
                arguments("{resourceLimit: {}}", ".resourceLimit: unknown key, did you mean resourceLimits?"),
                arguments(
                        "{orchestrator: [argo]}", ".orchestrator: expected one of local, knative, argo, found a list"),
                arguments("{orchestrator: 1}", ".orchestrator: '1' is none of local, knative, argo"),
                pods("namespace: 7", ".namespace: '7' is not text: put it in quotes"),
                pods("namespace: [a]", ".namespace: expected text, found a list"),
                pods(
                        "serviceAccount: " + "a".repeat(63) + ".b".repeat(96),
                        ".serviceAccount: '" + "a".repeat(63) + ".b".repeat(68) + "…' is not " + ACCOUNT),
                pods("resourceRequests: 1", ".resourceRequests: expected a mapping, found a number"),
                pods("resourceRequests: [cpu]", ".resourceRequests: expected a mapping, found a list"),
                pods("resourceRequests: {cpu: 1}", ".resourceRequests.cpu: '1' is not text: put it in quotes"),
                pods("resourceRequests: {cpu: [x]}", ".resourceRequests.cpu: expected text, found a list"),
                pods("resourceRequests: {cpu: ~}", ".resourceRequests.cpu: is required"),
                pods("resourceRequests: {cpu: ''}", ".resourceRequests.cpu: is required"),
                pods(
                        "resourceLimits: {memory: 100m}",
                        ".resourceLimits.memory: '100m' is no whole number: m is a thousandth"),
                pods("resourceLimits: {memory: '0.5'}", ".resourceLimits.memory: '0.5' is no whole number"),
                pods(
                        "resourceLimits: {memori: 1Gi}",
                        ".resourceLimits.memori: is not a resource, did you mean memory?"),
                pods(
                        "resourceLimits: {disk: '1'}",
                        ".resourceLimits.disk: is not a resource: there are cpu, memory, ephemeral-storage, and those"
                                + " of a domain, such as example.com/gpu"),
                pods(
                        "resourceLimits: {'{{x}}/gpu': '1'}",
                        ".resourceLimits.{{x}}/gpu: is not a resource: there are cpu, memory, ephemeral-storage, and"
                                + " those of a domain, such as example.com/gpu"),
                pods(
                        "resourceRequests: {memory: 1Gi}, resourceLimits: {memory: 1000M}",
                        ".resourceRequests.memory: '1Gi' is above resourceLimits.memory, which is 1000M"),
                pods(
                        "retryPolicy: {backoffFactor: 1.5}",
                        ".retryPolicy.backoffFactor: '1.5' is not a whole number, as Argo needs (orchestrator: argo)"),
                pods("waitForCompletion: maybe", ".waitForCompletion: 'maybe' is not true or false"));
    }

    /** Values of one key, as YAML without quotes, and what none of them is. */
    private static Stream<Arguments> none(String key, String what, String... values) {
        String[] keys = key.split("\\.");
        return Arrays.stream(values)
                .map(value -> pods(
                        keys.length == 1
                                ? "%s: '%s'".formatted(key, value)
                                : "%s: {%s: '%s'}".formatted(keys[0], keys[1], value),
                        ".%s: '%s' is not %s".formatted(key, value, what)));
    }

    static Stream<Arguments> wrongTexts() {
        return Stream.of(
                        none(
                                "namespace",
                                NAMESPACE,
                                "Trawl",
                                "",
                                "a.b",
                                "-a",
                                "a_b",
                                "{{workflow.name}}",
                                "a".repeat(64)),
                        none("serviceAccount", ACCOUNT, "a b", "a..b", ""),
                        none(
                                "image",
                                IMAGE,
                                "trawl worker",
                                "",
                                "{{inputs.parameters.pod}}",
                                "Trawl/Worker",
                                "trawl:",
                                "https://r/trawl",
                                "trawl@sha256:12"),
                        none("resourceRequests.cpu", QUANTITY, "-1m", "1 m", "half"),
                        none("resourceLimits.cpu", QUANTITY, "1.5.1", ".", "1e999"),
                        none("resourceLimits.memory", QUANTITY, "1GB", "256mi", "1K", "{{x}}"))
                .flatMap(each -> each);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"wrongValues", "wrongTexts"})
    void oneWrongValueIsOneLine(String execution, String what) {
        ConfigException complaint = catchThrowableOfType(ConfigException.class, () -> read(execution));
        assertThat(complaint).isNotNull().hasNoCause();
        assertThat(complaint.getMessage()).isEqualTo(directory + "/pg.yaml: " + EXECUTION + what);
    }

    @Test
    void knativeHasDefaultsOfItsOwn() {
        DistributedExecution execution = read(enabled("knative", ""));
        assertThat(execution.mode()).isEqualTo("knative");
        assertThat(execution.entitiesPerBatch()).hasValue(1);
        assertThat(execution.retryPolicy().backoff()).isEqualTo(Duration.ofSeconds(60));
        assertThat(execution.waitForCompletion()).isTrue();
        assertThat(execution.orchestrator().largestBatch()).isEqualTo(60 * 1024);

        assertThatThrownBy(() -> read(yaml().toFile("a"), enabled("knative", "")))
                .hasMessageContaining(
                        "sink.type: 'file' is written by one process, and with orchestrator: knative many");
    }

    @Test
    void argoHasDefaultsOfItsOwn() {
        DistributedExecution execution = read(enabled("argo", ""));
        assertThat(execution.mode()).isEqualTo("argo");
        assertThat(execution.entitiesPerBatch()).isEmpty();
        assertThat(execution.retryPolicy()).isEqualTo(RetryPolicy.pods());
        assertThat(execution.waitForCompletion()).isTrue();
        assertThat(execution.orchestrator().config())
                .isEqualTo(new PodConfig(null, null, null, Map.of("cpu", "250m", "memory", "256Mi"), Map.of()));
        assertThat(execution.orchestrator().longestPause()).isEqualTo(Duration.ofSeconds(600));

        assertThatThrownBy(() -> read(yaml().toFile("a"), enabled("argo", "")))
                .hasMessageContaining("sink.type: 'file' is written by one process, and with orchestrator: argo many");
    }

    @Test
    void everythingThatCanBeSaidOfPods() {
        String keys = """
            {enabled: %s, orchestrator: argo, entitiesPerBatch: 1, waitForCompletion: %s, namespace: data-platform,
              serviceAccount: trawl.pods, image: 'registry.example.com:5000/data/worker-fn:1.0_a@sha256:%s',
              resourceRequests: {cpu: '.5', nvidia.com/gpu: '1', hugepages-2Mi: 4Mi},
              resourceLimits: {memory: 1.5Gi, ephemeral-storage: '1e9'},
              ledger: {url: 'jdbc:postgresql:d'}}\
            """.indent(4);
        DistributedExecution execution = read(keys.formatted("true", "false", "0a".repeat(32)));
        assertThat(execution.entitiesPerBatch()).hasValue(1);
        assertThat(execution.waitForCompletion()).isFalse();
        assertThat(execution.orchestrator().config())
                .isEqualTo(new PodConfig(
                        "data-platform",
                        "trawl.pods",
                        "registry.example.com:5000/data/worker-fn:1.0_a@sha256:" + "0a".repeat(32),
                        Map.of("cpu", ".5", "memory", "256Mi", "nvidia.com/gpu", "1", "hugepages-2Mi", "4Mi"),
                        Map.of("memory", "1.5Gi", "ephemeral-storage", "1e9")));

        // Not enabled: the keys are checked, and there are no pods.
        assertThat(read("{orchestrator: argo, namespace: a}").orchestrator().config())
                .isNull();
    }

    @Test
    void aWorkerAsksForNoMoreThanItsLimit() {
        DistributedExecution execution = read(enabled("argo", ", resourceLimits: {cpu: '0.1', memory: 256Mi}"));
        assertThat(((PodConfig) execution.orchestrator().config()).resourceRequests())
                .isEqualTo(Map.of("cpu", "0.1", "memory", "256Mi"));
    }

    /** The test that compares the whole schema has imitations of the orchestrators only. */
    @Test
    void theSchemaHasTheKeysOfEveryOrchestrator() throws IOException {
        JsonNode keys = new ObjectMapper()
                .readTree(SCHEMA.toFile())
                .at("/properties/workflowConfig/properties/distributedExecution/properties");
        List<OrchestratorProvider> providers = Providers.load().orchestrators();
        assertThat(keys.at("/orchestrator/enum"))
                .extracting(JsonNode::asText)
                .containsExactlyElementsOf(
                        Stream.concat(Stream.of("local"), providers.stream().map(OrchestratorProvider::name))
                                .toList());
        for (OrchestratorProvider provider : providers) {
            assertThat(keys.at("/orchestrator/description").asText())
                    .contains("; " + provider.name() + ": " + provider.description() + ";");
            for (Field key : provider.configType().getDeclaredFields()) {
                JsonPropertyDescription described = key.getAnnotation(JsonPropertyDescription.class);
                if (described != null) {
                    assertThat(keys.at("/" + key.getName() + "/description").asText())
                            .as("change FakeProviders in config's tests, and write the schema anew")
                            .isEqualTo(described.value());
                }
            }
        }
    }
}

package io.trawl.argo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.RetryPolicy;
import io.trawl.api.workflow.Workflow;
import io.trawl.testkit.Yaml;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunWorkflowTest {

    /** What may stand in a Workflow that is submitted to a locked-down cluster (Argo, workflow restrictions). */
    private static final Set<String> ALLOWED = Set.of("arguments", "workflowTemplateRef", "activeDeadlineSeconds");

    private static Map<String, String> arguments(JsonNode workflow) {
        Map<String, String> arguments = new HashMap<>();
        workflow.at("/spec/arguments/parameters")
                .forEach(each -> arguments.put(
                        each.path("name").textValue(), each.path("value").textValue()));
        return arguments;
    }

    @Test
    void aRunOfDefaults() {
        ObjectNode workflow = RunWorkflow.submitted(Runs.workflow(), "01jd-7", null, false);
        assertThat(RunWorkflow.yaml(workflow)).isEqualTo("""
                apiVersion: "argoproj.io/v1alpha1"
                kind: "Workflow"
                metadata:
                  labels:
                    app.kubernetes.io/managed-by: "trawl"
                    trawl.io/run: "01jd-7"
                  annotations:
                    trawl.io/workflow: "warehouse"
                  name: "trawl-01jd-7"
                spec:
                  workflowTemplateRef:
                    name: "trawl"
                  activeDeadlineSeconds: 86400
                  arguments:
                    parameters:
                    - name: "workflow"
                      value: "warehouse"
                    - name: "run"
                      value: "01jd-7"
                    - name: "allow-large-deletion"
                      value: "false"
                    - name: "worker-resources"
                      value: "{\\"requests\\":{\\"cpu\\":\\"250m\\",\\"memory\\":\\"256Mi\\"}}"
                    - name: "timeout"
                      value: "86400"
                    - name: "retries"
                      value: "7"
                    - name: "backoff"
                      value: "60s"
                    - name: "backoff-factor"
                      value: "2"
                    - name: "max-backoff"
                      value: "600s"
                """);
    }

    @Test
    void everyKeyHasAnEffect() {
        PodConfig pods = new PodConfig(
                "catalog",
                "reader",
                "example.org/worker:2",
                Map.of("memory", "1Gi", "cpu", "1"),
                Map.of("memory", "2Gi"));
        RetryPolicy retries = new RetryPolicy(5, Duration.ofMillis(500), 3, Duration.ofSeconds(90));
        Workflow workflow = Runs.workflow("sales", pods, retries, Duration.ofMinutes(30));

        ObjectNode submitted = RunWorkflow.submitted(workflow, "r1", "retry-2", true);

        assertThat(submitted.at("/metadata/name").textValue()).isEqualTo("trawl-r1-retry-2");
        assertThat(submitted.at("/metadata/namespace").textValue()).isEqualTo("catalog");
        assertThat(submitted.at("/spec/activeDeadlineSeconds").intValue()).isEqualTo(1800);
        assertThat(arguments(submitted))
                .containsOnly(
                        Map.entry("workflow", "sales"),
                        Map.entry("run", "r1"),
                        Map.entry("allow-large-deletion", "true"),
                        Map.entry("worker-image", "example.org/worker:2"),
                        Map.entry("service-account", "reader"),
                        Map.entry(
                                "worker-resources",
                                "{\"requests\":{\"cpu\":\"1\",\"memory\":\"1Gi\"},\"limits\":{\"memory\":\"2Gi\"}}"),
                        Map.entry("timeout", "1800"),
                        Map.entry("retries", "9"),
                        Map.entry("backoff", "500ms"),
                        Map.entry("backoff-factor", "3"),
                        Map.entry("max-backoff", "90s"));
    }

    @Test
    void whatIsRenderedBeginsARunOfItsOwn() {
        ObjectNode rendered = RunWorkflow.rendered(Runs.workflow());
        assertThat(rendered.at("/metadata/generateName").textValue()).isEqualTo("trawl-warehouse-");
        assertThat(rendered.at("/metadata").has("name")).isFalse();
        assertThat(rendered.at("/metadata/labels").has(RunWorkflow.RUN_LABEL)).isFalse();
        assertThat(arguments(rendered)).containsEntry("run", "");
        assertThat(Yaml.documents(RunWorkflow.yaml(rendered))).containsExactly(rendered);
    }

    @Test
    void nothingButArgumentsIsInIt() {
        PodConfig pods = new PodConfig("n", "s", "i", Map.of("cpu", "1"), Map.of("cpu", "2"));
        for (ObjectNode workflow : List.of(
                RunWorkflow.submitted(Runs.workflow(pods), "r", "2", true), RunWorkflow.rendered(Runs.workflow()))) {
            assertThat(ManifestsTest.schemaErrors(workflow)).isEmpty();
            assertThat(workflow.path("spec").properties())
                    .extracting(Map.Entry::getKey)
                    .allMatch(ALLOWED::contains);
        }
    }

    @Test
    void theTemplateKnowsEveryArgument() {
        PodConfig pods = new PodConfig("n", "s", "i", Map.of("cpu", "1"), Map.of());
        Set<String> known = new TreeSet<>(
                Manifests.template().at("/spec/arguments/parameters").findValuesAsText("name"));
        Map<String, String> arguments = arguments(RunWorkflow.submitted(Runs.workflow(pods), "r", null, false));
        assertThat(known).containsAll(arguments.keySet());
        known.removeAll(arguments.keySet());
        assertThat(known).containsExactly("discovery-image");
    }

    @Test
    void defaultsOfTheTemplateAreThoseOfAWorkflow() {
        Map<String, String> template = arguments(Manifests.template());
        Map<String, String> defaults = arguments(RunWorkflow.rendered(
                Runs.workflow("w", withDefaults(), RetryPolicy.pods(), Duration.ofSeconds(86_400))));
        defaults.remove("workflow");
        assertThat(template).containsAllEntriesOf(defaults);
    }

    private static PodConfig withDefaults() {
        return new PodConfig(null, null, null, PodConfig.DEFAULT_REQUESTS, Map.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0192f3c4-5d6e-7f80-91a2-b3c4d5e6f708",
                "UPPER_case.and/strange:ünïcode",
                "a",
                "-",
                "--x--",
                "....",
                "trawl-warehouse-1732300000",
                "x123456789-123456789-123456789-123456789-123456789-123456789-123456789",
                "日本語"
            })
    void anyRunHasANameAndALabel(String runId) {
        for (String suffix : new String[] {null, "2", "abcdefghij-abcdefghi"}) {
            ObjectNode workflow = RunWorkflow.submitted(Runs.workflow(), runId, suffix, false);
            assertThat(workflow.at("/metadata/name").textValue())
                    .isEqualTo(RunWorkflow.name(runId, suffix))
                    .matches("trawl-[a-z0-9]([-a-z0-9]*[a-z0-9])?")
                    .hasSizeLessThanOrEqualTo(63);
            assertThat(workflow.at("/metadata/labels")
                            .path(RunWorkflow.RUN_LABEL)
                            .textValue())
                    .matches("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?")
                    .hasSizeLessThanOrEqualTo(63);
            assertThat(arguments(workflow)).containsEntry("run", runId);
        }
    }

    @Test
    void runsThatLookAlikeHaveNamesOfTheirOwn() {
        String longName = "x".repeat(70);
        List<String> runs = List.of("a.b", "a_b", "A-b", "a b", "a-b", longName + "1", longName + "2", "-", "_");
        assertThat(runs.stream().map(run -> RunWorkflow.name(run, null))).doesNotHaveDuplicates();
        assertThat(runs.stream().map(ResourceNames::labelValue)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "A", "a--b", "a_b", "abcdefghijklmnopqrstu"})
    void aSuffixThatIsNone(String suffix) {
        assertThatThrownBy(() -> RunWorkflow.name("r", suffix))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("suffix: '" + suffix + "'");
    }

    @Test
    void aLongWorkflowLeavesRoomForWhatKubernetesAdds() {
        Workflow workflow = Runs.workflow("W".repeat(100), Runs.PODS, RetryPolicy.pods(), Duration.ofDays(1));
        assertThat(RunWorkflow.rendered(workflow).at("/metadata/generateName").textValue())
                .matches("trawl-[a-z0-9-]+-")
                .hasSize(58);
    }

    @ParameterizedTest
    @CsvSource({"0, 0s", "1, 1ms", "500, 500ms", "1000, 1s", "1500, 1500ms", "600000, 600s", "86400000, 86400s"})
    void durationsAreThoseOfGo(long millis, String text) {
        RetryPolicy retries = new RetryPolicy(1, Duration.ofMillis(millis), 1, Duration.ofDays(1));
        ObjectNode workflow = RunWorkflow.rendered(Runs.workflow("w", Runs.PODS, retries, Duration.ofDays(1)));
        assertThat(arguments(workflow))
                .containsEntry("backoff", text)
                .containsEntry("max-backoff", "86400s")
                .containsEntry("retries", "5");
    }

    static List<Workflow> injected() {
        Map<String, String> cpu = Map.of("cpu", "1");
        String bad = "{{workflow.name}}";
        return List.of(
                Runs.workflow(new PodConfig(null, bad, null, cpu, Map.of())),
                Runs.workflow(new PodConfig(null, null, "example.org/{{=1}}", cpu, Map.of())),
                Runs.workflow(new PodConfig(null, null, null, Map.of("cpu", bad), Map.of())),
                Runs.workflow(new PodConfig(null, null, null, Map.of(bad, "1"), Map.of())),
                Runs.workflow(new PodConfig(null, null, null, cpu, Map.of("memory", bad))));
    }

    @ParameterizedTest
    @MethodSource("injected")
    void noTemplateGetsInByAValue(Workflow workflow) {
        assertThatThrownBy(() -> RunWorkflow.rendered(workflow))
                .isInstanceOf(ConfigException.class)
                .hasMessageMatching("workflowConfig\\.distributedExecution\\.\\S+: '.*' holds '\\{\\{', with which"
                        + " Argo's variables begin");
    }

    @Test
    void noTemplateGetsInByARun() {
        assertThatThrownBy(() -> RunWorkflow.submitted(Runs.workflow(), "{{x}}", null, false))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("run: '{{x}}'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\tb", "*", "a?", "[ab]"})
    void noArgumentIsExpandedByAShell(String run) {
        assertThatThrownBy(() -> RunWorkflow.submitted(Runs.workflow(), run, null, false))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("run: '" + run + "' holds a blank or one of * ? [ ]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"my workflow", ".hidden", "a/b", "{{x}}", "ünï"})
    void aWorkflowThatPodsCouldNotFind(String name) {
        Workflow workflow = Runs.workflow(name, Runs.PODS, RetryPolicy.pods(), Duration.ofDays(1));
        assertThatThrownBy(() -> RunWorkflow.rendered(workflow))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("workflow: '" + name + "' is no name");
    }

    @Test
    void textThatYamlWouldTakeForSomethingElseStaysText() {
        for (String run : List.of("yes", "null", "0x1f", "1e5", "on", "~", "12:30:45", "2026-11-22", "1_000", "007")) {
            ObjectNode workflow = RunWorkflow.submitted(Runs.workflow(), run, null, false);
            String yaml = RunWorkflow.yaml(workflow);
            assertThat(yaml).contains("- name: \"run\"\n      value: \"" + run + "\"\n");
            assertThat(Yaml.documents(yaml)).containsExactly(workflow);
        }
    }
}

package io.trawl.argo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.api.model.FailureKind;
import io.trawl.testkit.Checkout;
import io.trawl.testkit.Yaml;
import io.trawl.testkit.argo.ArgoSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests, looked at without a cluster. */
class ManifestsTest {

    private static final Path SETTINGS = Manifests.folder().resolve("settings");
    private static final Pattern PARAMETER = Pattern.compile("\\{\\{workflow\\.parameters\\.([a-z-]+)}}");

    static Stream<JsonNode> argos() {
        return Manifests.resources().stream().filter(Manifests::isArgos);
    }

    static Stream<JsonNode> pods() {
        return templates().stream().filter(template -> template.has("container"));
    }

    private static List<JsonNode> templates() {
        List<JsonNode> templates = new ArrayList<>();
        Manifests.template().at("/spec/templates").forEach(templates::add);
        return templates;
    }

    /** A line for each thing that is wrong; skips the test where the published schema is not there. */
    static List<String> schemaErrors(JsonNode resource) {
        Optional<Path> schema = ArgoSchema.find();
        assumeTrue(
                schema.isPresent(), "Argo's published schema is not beside the repository, in ../shared/schemas/argo");
        return ArgoSchema.of(schema.orElseThrow()).errors(Manifests.kind(resource), resource);
    }

    @ParameterizedTest
    @MethodSource("argos")
    void everyResourceIsWhatArgoDefines(JsonNode resource) {
        assertThat(schemaErrors(resource)).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "/spec, parallelisms",
        "/spec/podGC, strategies",
        "/spec/executor, serviceAccount",
        "/spec/securityContext, runAsNonroot",
        "/spec/volumes/0/configMap, named",
        "/spec/templates/0/steps/0/0, templat",
        "/spec/templates/1, failfast",
        "/spec/templates/2/retryStrategy, limits",
        "/spec/templates/2/retryStrategy/backoff, maximum",
        "/spec/templates/3/container, imag",
        "/spec/templates/3/container/securityContext, readOnlyRootFileSystem",
        "/spec/arguments/parameters/0, default_"
    })
    void aFieldThatDoesNotExistIsFound(String place, String field) {
        JsonNode template = Manifests.template();
        ((ObjectNode) template.at(place)).put(field, "x");
        assertThat(schemaErrors(template)).anyMatch(error -> error.contains("'" + field + "'"));
    }

    @Test
    void everyFileIsNamedAndThere() throws Exception {
        Set<String> named = new TreeSet<>(Set.of("README.md", "kustomization.yaml", "pom.xml"));
        Yaml.documents(Manifests.folder().resolve("kustomization.yaml"))
                .get(0)
                .path("resources")
                .forEach(name -> named.add(name.asText()));
        try (Stream<Path> files = Files.list(Manifests.folder())) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(named);
        }
        JsonNode settings =
                Yaml.documents(SETTINGS.resolve("kustomization.yaml")).get(0);
        List<String> listed = new ArrayList<>();
        settings.at("/configMapGenerator/0/files").forEach(file -> listed.add(file.asText()));
        assertThat(listed).isNotEmpty().allMatch(file -> Files.exists(SETTINGS.resolve(file)));
    }

    @Test
    void parametersThatAreUsedExistAndThoseThatExistAreUsed() {
        Set<String> used = new TreeSet<>();
        Matcher matcher = PARAMETER.matcher(Checkout.text(Manifests.folder().resolve("workflow-template.yaml")));
        while (matcher.find()) {
            used.add(matcher.group(1));
        }
        JsonNode parameters = Manifests.template().at("/spec/arguments/parameters");
        assertThat(used).containsExactlyInAnyOrderElementsOf(parameters.findValuesAsText("name"));
        for (JsonNode parameter : parameters) {
            assertThat(parameter.has("value"))
                    .as("%s has a default", parameter.path("name").asText())
                    .isEqualTo(!parameter.path("name").asText().equals("workflow"));
        }
    }

    @Test
    void templatesThatAreNamedExist() {
        Set<String> names = templates().stream()
                .map(template -> template.path("name").asText())
                .collect(Collectors.toSet());
        JsonNode spec = Manifests.template().path("spec");
        assertThat(Manifests.values(spec.path("templates"), "template").map(JsonNode::asText))
                .isNotEmpty()
                .allMatch(names::contains);
        assertThat(names)
                .contains(spec.path("entrypoint").asText(), spec.path("onExit").asText());
    }

    @ParameterizedTest
    @MethodSource("pods")
    void containersMayDoNothingTheyNeedNot(JsonNode template) {
        JsonNode container = template.path("container");
        JsonNode security = container.path("securityContext");
        assertThat(security.path("readOnlyRootFilesystem").asText()).isEqualTo("true");
        assertThat(security.path("allowPrivilegeEscalation").asText()).isEqualTo("false");
        assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
        assertThat(security.at("/capabilities/add").isMissingNode()).isTrue();
        assertThat(container.at("/volumeMounts").findValuesAsText("mountPath"))
                .containsExactly("/etc/trawl/workflows", "/tmp");
        assertThat(container.at("/volumeMounts/0/readOnly").asBoolean()).isTrue();
        assertThat(container.path("args")).allSatisfy(argument -> assertThat(argument.asText())
                .doesNotContainIgnoringCase("token")
                .doesNotContainIgnoringCase("password"));
        assertThat(container.at("/envFrom/0/secretRef/name").asText()).isEqualTo("trawl");
        boolean worker = template.path("name").asText().equals("ingest");
        assertThat(
                        worker
                                ? template.path("podSpecPatch").asText()
                                : container.path("resources").toString())
                .containsAnyOf("\"memory\"", "worker-resources");
        assertThat(template.at("/metadata/labels/app.kubernetes.io~1name").asText())
                .isEqualTo(worker ? "worker-fn" : "discovery-fn");
    }

    /** The image's start script hands arguments on without quotes, so that a shell would split and expand them. */
    @ParameterizedTest
    @MethodSource("pods")
    void noArgumentHoldsABlankOrAGlob(JsonNode template) {
        assertThat(template.at("/container/args")).isNotEmpty().allSatisfy(argument -> assertThat(argument.asText())
                .matches("[A-Za-z0-9{}.=-]+"));
    }

    @ParameterizedTest
    @MethodSource("pods")
    void aPodThatIsLostIsStartedAgain(JsonNode template) {
        String expression = template.at("/retryStrategy/expression").asText();
        assertThat(expression)
                .isEqualTo(Manifests.template()
                        .at("/spec/templates/2/retryStrategy/expression")
                        .asText());
        assertThat(template.at("/retryStrategy/retryPolicy").asText()).isEqualTo("Always");
        for (FailureKind kind : FailureKind.values()) {
            assertThat(expression.contains("asInt(lastRetry.exitCode) != " + kind.exitCode()))
                    .as("%s is final", kind)
                    .isNotEqualTo(kind.retried());
        }
        assertThat(template.at("/container/terminationMessagePolicy").asText()).isEqualTo("FallbackToLogsOnError");
    }

    @Test
    void podsAreNotRootAndHaveNoToken() {
        JsonNode spec = Manifests.template().path("spec");
        assertThat(spec.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(spec.at("/securityContext/runAsUser").asInt()).isPositive();
        assertThat(spec.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(spec.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        List<String> accounts = Manifests.resources().stream()
                .filter(resource -> Manifests.kind(resource).equals("ServiceAccount"))
                .peek(account -> assertThat(
                                account.path("automountServiceAccountToken").asBoolean(true))
                        .isFalse())
                .map(Manifests::name)
                .toList();
        assertThat(accounts)
                .containsExactly(
                        spec.path("serviceAccountName").asText(),
                        spec.at("/executor/serviceAccountName").asText());
    }

    @Test
    void argosContainerReportsAndMayDoNothingElse() {
        String executor =
                Manifests.template().at("/spec/executor/serviceAccountName").asText();
        JsonNode token = resource("Secret");
        assertThat(Manifests.name(token)).isEqualTo(executor + ".service-account-token");
        assertThat(token.at("/metadata/annotations/kubernetes.io~1service-account.name")
                        .asText())
                .isEqualTo(executor);
        assertThat(token.has("data") || token.has("stringData")).isFalse();
        JsonNode binding = resource("RoleBinding");
        assertThat(binding.at("/subjects/0/name").asText()).isEqualTo(executor);
        assertThat(binding.path("subjects")).hasSize(1);
        assertThat(rules(binding.at("/roleRef/name").asText())).containsExactly("workflowtaskresults: create patch");
        assertThat(rules("trawl-submitter"))
                .containsExactly("workflows: create get list watch patch delete", "workflowtemplates: get");
    }

    private static JsonNode resource(String kind) {
        List<JsonNode> found = Manifests.resources().stream()
                .filter(each -> Manifests.kind(each).equals(kind))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static List<String> rules(String role) {
        List<String> rules = new ArrayList<>();
        Manifests.resources().stream()
                .filter(each -> Manifests.kind(each).equals("Role")
                        && Manifests.name(each).equals(role))
                .forEach(each -> each.path("rules").forEach(rule -> {
                    assertThat(rule.path("apiGroups"))
                            .extracting(JsonNode::asText)
                            .containsExactly("argoproj.io");
                    rules.add(words(rule.path("resources")) + ": " + words(rule.path("verbs")));
                }));
        return rules;
    }

    private static String words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(word -> words.add(word.asText()));
        return String.join(" ", words);
    }

    @Test
    void nobodyReachesAPod() {
        JsonNode policy = resource("NetworkPolicy").path("spec");
        assertThat(words(policy.path("policyTypes"))).isEqualTo("Ingress");
        assertThat(policy.has("ingress")).isFalse();
        assertThat(policy.at("/podSelector/matchLabels"))
                .isEqualTo(Manifests.template().at("/spec/podMetadata/labels"));
    }

    @Test
    void nothingIsRunUnasked() {
        JsonNode schedule = resource("CronWorkflow").path("spec");
        assertThat(schedule.path("suspend").asBoolean()).isTrue();
        assertThat(schedule.path("concurrencyPolicy").asText()).isEqualTo("Forbid");
        assertThat(schedule.path("schedules").isArray()).isTrue();
        assertThat(schedule.at("/workflowSpec/workflowTemplateRef/name").asText())
                .isEqualTo(Manifests.name(Manifests.template()))
                .isEqualTo(RunWorkflow.TEMPLATE);
        assertThat(schedule.at("/workflowMetadata/labels/app.kubernetes.io~1managed-by")
                        .asText())
                .isEqualTo("trawl");
        // A Workflow is named after it, with a dash and ten digits.
        assertThat(Manifests.name(resource("CronWorkflow")).length()).isLessThanOrEqualTo(52);
    }

    @Test
    void theSecretHoldsWhatWorkflowsUse() {
        Set<String> provided = Checkout.text(SETTINGS.resolve("secret.env.example"))
                .lines()
                .filter(line -> line.matches("[A-Z_]+=.*"))
                .map(line -> line.substring(0, line.indexOf('=')))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(provided).contains("TRAWL_LEDGER_URL", "TRAWL_LEDGER_USERNAME", "TRAWL_LEDGER_PASSWORD");
        // Comments may explain ${NAME}.
        Matcher variables = Pattern.compile("(?m)^[^#\n]*\\$\\{(\\w+)}")
                .matcher(Checkout.text(SETTINGS.resolve("workflows/warehouse.yaml")));
        assertThat(variables.results().map(match -> match.group(1)))
                .isNotEmpty()
                .allMatch(provided::contains);
        assertThat(Checkout.text(Checkout.root().resolve(".gitignore")).lines()).contains("/argo/settings/secret.env");
    }
}

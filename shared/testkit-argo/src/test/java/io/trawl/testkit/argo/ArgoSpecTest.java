package io.trawl.testkit.argo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the controller says against a Workflow. */
class ArgoSpecTest {

    @TempDir
    Path folder;

    private ArgoCluster cluster;

    @AfterEach
    void close() {
        cluster.close();
    }

    private void start(boolean strict) {
        Stage stage = new Stage(folder);
        cluster = stage.start(ArgoCluster.builder().strictReferences(strict));
        cluster.image("trawl/discovery-fn", stage.discovery(Stage.lanes()));
        cluster.image("trawl/worker-fn", stage.image("exit 0"));
    }

    private String outcome(JsonNode workflow) throws InterruptedException {
        cluster.apply(Json.write(workflow));
        JsonNode ended = cluster.awaitCompleted(workflow.at("/metadata/name").asText(), Stage.LIMIT);
        return ended.at("/status/phase").asText() + ": "
                + ended.at("/status/message").asText();
    }

    @Test
    void aTemplateMustBeThere() throws Exception {
        start(false);
        ObjectNode workflow = Stage.workflow("x", Map.of());
        workflow.withObject("/spec/workflowTemplateRef").put("name", "other");

        assertThat(outcome(workflow)).isEqualTo("Error: workflowtemplate.argoproj.io \"other\" not found");
    }

    @Test
    void aParameterWithoutAValueMustBeGiven() throws Exception {
        start(false);
        ObjectNode workflow = Stage.workflow("x", Map.of());
        workflow.withObject("/spec").remove("arguments");

        assertThat(outcome(workflow))
                .isEqualTo("Failed: invalid spec: spec.arguments.workflow.value or spec.arguments.workflow.valueFrom is"
                        + " required");
    }

    @Test
    void aVariableMustBeKnown() throws Exception {
        start(false);
        cluster.apply(
                Stage.template().replace("{{workflow.parameters.backoff-factor}}", "{{workflow.parameters.factor}}"));

        assertThat(outcome(Stage.workflow("x", Map.of())))
                .isEqualTo("Failed: invalid spec: templates.run.steps[0].discover templates.discover: failed to resolve"
                        + " {{workflow.parameters.factor}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "parallelism: 1 | synchronization: {} | templates.lane.synchronization",
                "failFast: false | failFast: true | templates.lane.failFast: true",
                "retryPolicy: Always | retryPolicy: OnError | templates.discover.retryStrategy.retryPolicy: \"OnError\""
            })
    void whatTheControllerHereDoesNotKnowIsRefused(String of, String with, String what) throws Exception {
        start(false);
        cluster.apply(Stage.template().replace(of, with));

        assertThat(outcome(Stage.workflow("x", Map.of())))
                .isEqualTo("Failed: invalid spec: " + what + ": the testkit's controller does not know it");
    }

    @Test
    void aStrictControllerTakesArgumentsAndNoSpec() throws Exception {
        start(true);
        ObjectNode harmless = Stage.workflow("harmless", Map.of());
        harmless.withObject("/spec").put("activeDeadlineSeconds", 600);
        ObjectNode harmful = Stage.workflow("harmful", Map.of());
        harmful.withObject("/spec").put("serviceAccountName", "admin").put("podSpecPatch", "{}");
        ObjectNode own = Stage.workflow("own", Map.of());
        own.withObject("/spec").remove("workflowTemplateRef");

        assertThat(outcome(harmless)).isEqualTo("Succeeded: ");
        assertThat(outcome(harmful))
                .isEqualTo("Error: fields [PodSpecPatch ServiceAccountName] are not permitted when using"
                        + " workflowTemplateRef with templateReferencing restriction");
        assertThat(outcome(own))
                .isEqualTo("Error: workflows must use workflowTemplateRef to be executed when the controller is in"
                        + " reference mode");
    }

    @Test
    void aServiceAccountMustBeThere() throws Exception {
        start(false);

        String outcome = outcome(Stage.workflow("x", Stage.hasty("service-account", "nobody", "retries", "1")));

        assertThat(outcome).matches("Failed: child '\\S+' failed");
        assertThat(cluster.pods()).isEmpty();
        assertThat(cluster.workflow("x").orElseThrow().path("status").toString())
                .contains("serviceaccount \\\"nobody\\\" not found");
    }

    @Test
    void aRequestIsNotAboveItsLimit() throws Exception {
        start(false);
        String resources = "{\"requests\":{\"memory\":\"1Gi\"},\"limits\":{\"memory\":\"512Mi\"}}";

        outcome(Stage.workflow("x", Stage.hasty("worker-resources", resources, "retries", "0")));

        assertThat(cluster.workflow("x").orElseThrow().path("status").toString())
                .contains("must be less than or equal to memory limit of 512Mi");
    }

    @ParameterizedTest
    @CsvSource({"1x", "''", "1 Gi", "--1", "Mi"})
    void aResourceIsAQuantity(String quantity) throws Exception {
        start(false);
        String resources = "{\"requests\":{\"cpu\":\"" + quantity + "\"}}";

        outcome(Stage.workflow("x", Stage.hasty("worker-resources", resources, "retries", "0")));

        assertThat(cluster.pods("ingest")).isEmpty();
        assertThat(cluster.workflow("x").orElseThrow().path("status").toString())
                .contains("quantities must match the regular expression");
    }

    @ParameterizedTest
    @CsvSource({"1, 60000", "2, 120000", "3, 240000", "4, 480000", "5, 600000", "200, 600000"})
    void pausesGrowUpToTheCap(int attempts, long millis) throws Exception {
        start(false);
        JsonNode backoff = Json.parse("{\"duration\":\"60s\",\"factor\":\"2\",\"cap\":\"600s\"}");

        assertThat(Retries.pause(backoff, attempts)).isEqualTo(Duration.ofMillis(millis));
    }
}

package io.trawl.argo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.testkit.Checkout;
import io.trawl.testkit.argo.ArgoCluster;
import io.trawl.testkit.argo.ArgoSchema;
import io.trawl.testkit.argo.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both clients against the testkit's cluster, which is as strict as Argo's. */
class StrictClusterTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    enum Way {
        KUBERNETES,
        ARGO_SERVER
    }

    private final ObjectNode workflow = RunWorkflow.submitted(
            Runs.workflow(new PodConfig(null, "trawl", "example.org/w:1", Map.of("cpu", "1"), Map.of())),
            "r",
            null,
            false);

    @TempDir
    Path directory;

    private ArgoCluster cluster;
    private WorkflowClient client;

    @BeforeEach
    void start() {
        cluster = ArgoCluster.builder().start();
    }

    @AfterEach
    void stop() {
        if (client != null) {
            client.close();
        }
        cluster.close();
    }

    private void open(Way way, boolean installed) {
        open(way, installed, Quick.PATIENCE);
    }

    private void open(Way way, boolean installed, ApiRetry patience) {
        if (installed) {
            cluster.apply(Checkout.text(Manifests.folder().resolve("workflow-template.yaml")));
            cluster.apply(Checkout.text(Manifests.folder().resolve("schedule.yaml")));
        }
        Map<String, String> environment = new HashMap<>();
        if (way == Way.KUBERNETES) {
            Path file = directory.resolve("config");
            cluster.kubeconfig(file);
            environment.put("KUBECONFIG", file.toString());
        } else {
            environment.put("ARGO_SERVER", cluster.argoServer().getAuthority());
            environment.put("ARGO_SECURE", "false");
            environment.put("ARGO_TOKEN", "Bearer " + cluster.token());
        }
        client = WorkflowClients.open(environment, cluster.namespace(), patience);
    }

    private static void await(BooleanSupplier reached) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            assertThat(System.nanoTime() - until).as("waited for too long").isNegative();
            Thread.sleep(200);
        }
    }

    private TrawlException refusal() {
        TrawlException refusal = catchThrowableOfType(TrawlException.class, () -> client.submit(workflow));
        assertThat(refusal).isNotNull();
        assertThat(refusal.getMessage()).doesNotContain("\n").doesNotContain(cluster.token());
        return refusal;
    }

    @ParameterizedTest
    @EnumSource
    void fromSubmissionToDeletion(Way way) throws Exception {
        open(way, true);
        assertThat(client.status("trawl-r")).isEmpty();
        client.submit(workflow);
        assertThat(cluster.workflow("trawl-r").orElseThrow().path("spec")).isEqualTo(workflow.path("spec"));
        assertThatCode(() -> client.submit(workflow)).doesNotThrowAnyException();
        assertThat(cluster.workflows()).hasSize(1);
        await(() -> client.status("trawl-r").isPresent());
        assertThat(client.underWay("r")).containsExactly("trawl-r");
        client.stop("trawl-r");
        JsonNode stopped = cluster.workflow("trawl-r").orElseThrow().path("spec");
        assertThat(stopped.path("shutdown").asText()).isEqualTo("Stop");
        assertThat(stopped.path("arguments")).isEqualTo(workflow.at("/spec/arguments"));
        await(() -> client.status("trawl-r").orElseThrow().shutDown());
        assertThatCode(() -> client.stop("trawl-r")).doesNotThrowAnyException();
        cluster.delete("trawl-r");
        await(() -> client.status("trawl-r").isEmpty());
        assertThatCode(() -> client.stop("trawl-r")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void theApiGoesAndComesBack(Way way) throws Exception {
        open(way, true, ApiRetry.standard());
        client.submit(workflow);
        assertThat(client.status("trawl-r").map(WorkflowStatus::phase)).isPresent();
        for (int i = 0; i < 2; i++) {
            cluster.stopApi();
            assertThat(client.status("trawl-r")).isPresent();
            Thread.sleep(1100);
            assertThat(client.status("trawl-r")).isPresent();
            cluster.compact();
            cluster.startApi();
            assertThat(client.status("trawl-r")).as("while it answers 403").isPresent();
            assertThat(client.underWay("r")).containsExactly("trawl-r");
        }
        cluster.delete("trawl-r");
        await(() -> client.status("trawl-r").isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void whatRendersIsTaken(Way way) {
        open(way, true);
        ObjectNode rendered = RunWorkflow.rendered(Runs.workflow());
        rendered.withObject("/metadata").put("name", "trawl-warehouse-1732300000");
        client.submit(rendered);
        assertThat(client.underWay("trawl-warehouse-1732300000")).containsExactly("trawl-warehouse-1732300000");
        assertThat(client.underWay("Another Run")).isEmpty();
    }

    /** A Workflow without our labels, which has ended. */
    @ParameterizedTest
    @EnumSource
    void aWorkflowOfAnother(Way way) throws Exception {
        open(way, true);
        cluster.apply("""
                apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {name: theirs, labels: {a: b}}
                spec: {workflowTemplateRef: {name: none}}
                """);
        await(() -> client.status("theirs").orElseThrow().phase() == WorkflowStatus.Phase.ERROR);
        client.stop("theirs");
        assertThat(cluster.workflow("theirs").orElseThrow().path("spec").has("shutdown"))
                .isFalse();
        assertThat(client.status("nobody-s")).isEmpty();
    }

    /** The shape of the template, with programs that only say what they must. */
    @ParameterizedTest
    @EnumSource
    void aRunOfTheTemplate(Way way) throws Exception {
        cluster.image(
                "trawl/discovery-fn",
                () -> new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "test \"$2\" = discover && echo '[{\"first\":0,\"pods\":2,\"of\":3},{\"first\":2,\"pods\":1,\"of\":3}]'; exit 0",
                        "sh"));
        Path go = directory.resolve("go");
        cluster.image(
                "example.org/w:1",
                () -> new ProcessBuilder("/bin/sh", "-c", "while [ ! -e " + go + " ]; do sleep 0.01; done", "sh"));
        cluster.secret("trawl", Map.of("OM_TOKEN", "x"));
        cluster.configMap("trawl-workflows", Map.of("warehouse.yaml", "x"));
        open(way, true);
        client.submit(workflow);
        await(() -> client.status("trawl-r").orElseThrow().phase() == WorkflowStatus.Phase.RUNNING);
        assertThat(go.toFile().createNewFile()).isTrue();
        await(() -> client.status("trawl-r").orElseThrow().phase().completed());
        assertThat(client.status("trawl-r").orElseThrow().phase()).isEqualTo(WorkflowStatus.Phase.SUCCEEDED);
        assertThat(client.underWay("r")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void refusals(Way way) {
        open(way, true);
        cluster.refuse(new Refusal.Unauthorized());
        assertThat(refusal().kind()).isEqualTo(FailureKind.PERMISSION);
        cluster.allow();
        cluster.refuse(new Refusal.Forbidden("create", "workflows"));
        assertThat(refusal()).hasMessageContaining("forbidden: cannot create workflows.argoproj.io in namespace");
        cluster.allow();
        cluster.refuse(new Refusal.QuotaExceeded());
        assertThat(refusal()).hasMessageContaining("quota");
        cluster.allow();
        cluster.refuse(new Refusal.NamespaceMissing());
        assertThat(refusal()).hasMessageContaining("namespace");
        cluster.allow();
        cluster.refuse(new Refusal.CrdMissing());
        refusal();
        cluster.allow();
        cluster.refuse(new Refusal.Unavailable());
        assertThat(refusal().kind()).isEqualTo(FailureKind.TRANSIENT);
        cluster.allow();
        cluster.refuse(new Refusal.Forbidden("get", "workflowtemplates"));
        client.submit(workflow);
    }

    @ParameterizedTest
    @EnumSource
    void theTemplateIsMissing(Way way) {
        open(way, false);
        assertThat(refusal()).hasMessageContaining("has no WorkflowTemplate 'trawl'");
    }

    @ParameterizedTest
    @EnumSource
    void aFieldThatDoesNotExist(Way way) {
        assumeThat(ArgoSchema.find()).as("Argo's published schema").isPresent();
        open(way, true);
        workflow.withObject("/spec").put("parallel", 3);
        assertThat(refusal()).hasMessageContaining("parallel");
    }
}

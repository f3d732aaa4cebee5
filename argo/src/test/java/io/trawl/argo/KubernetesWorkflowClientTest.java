package io.trawl.argo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.trawl.argo.WorkflowStatus.Phase;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against an API that keeps what it is given, and shows changes to those who watch. */
class KubernetesWorkflowClientTest {

    private static final Logger SERVER = Logger.getLogger(MockWebServer.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ObjectNode workflow = RunWorkflow.submitted(Runs.workflow(), "r", null, false);
    private KubernetesMockServer server;
    private KubernetesClient admin;
    private WorkflowClient client;

    @BeforeEach
    void open() {
        SERVER.setLevel(Level.WARNING);
        server = new KubernetesMockServer(
                new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
        server.init();
        admin = server.createClient();
        create("workflowtemplates", "{\"kind\": \"WorkflowTemplate\", \"metadata\": {\"name\": \"trawl\"}}");
        client = new KubernetesWorkflowClient(
                server.createClient(),
                new Api("the API", "catalog", "log in", "trust it", null),
                Quick.PATIENCE,
                Duration.ofSeconds(5));
    }

    @AfterEach
    void close() {
        client.close();
        admin.close();
        server.destroy();
    }

    private NonNamespaceOperation<GenericKubernetesResource, ?, Resource<GenericKubernetesResource>> argo(
            String plural) {
        ResourceDefinitionContext context = new ResourceDefinitionContext.Builder()
                .withGroup("argoproj.io")
                .withVersion("v1alpha1")
                .withPlural(plural)
                .withKind(plural.equals("workflows") ? "Workflow" : "WorkflowTemplate")
                .withNamespaced(true)
                .build();
        return admin.genericKubernetesResources(context).inNamespace("catalog");
    }

    private void create(String plural, String json) {
        argo(plural)
                .resource(Serialization.unmarshal(
                        json.replaceFirst("\\{", "{\"apiVersion\": \"argoproj.io/v1alpha1\", "),
                        GenericKubernetesResource.class))
                .create();
    }

    /** As the controller does. */
    private void set(String name, String phase, boolean completed) {
        argo("workflows").withName(name).edit(resource -> {
            resource.setAdditionalProperty("status", Map.of("phase", phase));
            if (completed) {
                resource.getMetadata().getLabels().put("workflows.argoproj.io/completed", "true");
            }
            return resource;
        });
    }

    private Optional<Phase> phase(String name) {
        return client.status(name).map(WorkflowStatus::phase);
    }

    private static void await(BooleanSupplier reached) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            assertThat(System.nanoTime() - until).as("waited for too long").isNegative();
            Thread.sleep(5);
        }
    }

    @Test
    void aWorkflowFromItsBeginningToItsEnd() throws Exception {
        client.submit(workflow);
        GenericKubernetesResource created =
                argo("workflows").withName("trawl-r").get();
        assertThat(Serialization.asJson(created.<Object>get("spec")))
                .isEqualTo(Serialization.asJson(workflow.path("spec")));
        assertThat(phase("trawl-r")).contains(Phase.PENDING);

        set("trawl-r", "Running", false);
        await(() -> phase("trawl-r").equals(Optional.of(Phase.RUNNING)));
        assertThat(client.underWay("r")).containsExactly("trawl-r");

        set("trawl-r", "Succeeded", true);
        await(() -> phase("trawl-r").equals(Optional.of(Phase.SUCCEEDED)));
        assertThat(client.underWay("r")).isEmpty();

        argo("workflows").withName("trawl-r").delete();
        await(() -> phase("trawl-r").isEmpty());
    }

    @Test
    void theSecondTimeIsSuccess() {
        client.submit(workflow);
        assertThatCode(() -> client.submit(workflow)).doesNotThrowAnyException();
        assertThat(argo("workflows").withName("trawl-r").get()).isNotNull();
    }

    @Test
    void aWorkflowThatSomebodyDeletes() throws Exception {
        client.submit(workflow);
        assertThat(phase("trawl-r")).contains(Phase.PENDING);
        argo("workflows").withName("trawl-r").delete();
        await(() -> phase("trawl-r").isEmpty());
    }

    @Test
    void aWorkflowOfAnother() throws Exception {
        create(
                "workflows",
                "{\"kind\": \"Workflow\", \"metadata\": {\"name\": \"theirs\", \"labels\": {\"a\": \"b\"}}}");
        assertThat(phase("theirs")).contains(Phase.PENDING);
        set("theirs", "Failed", true);
        await(() -> phase("theirs").equals(Optional.of(Phase.FAILED)));
        assertThat(phase("nobody-s")).isEmpty();
    }

    @Test
    void aRunThatAPodBeganIsNamedAfterItsWorkflow() {
        create(
                "workflows",
                "{\"kind\": \"Workflow\", \"metadata\": {\"name\": \"trawl-warehouse-1732300000\", \"labels\": {}}}");
        assertThat(client.underWay("trawl-warehouse-1732300000")).isEqualTo(List.of("trawl-warehouse-1732300000"));
        assertThat(client.underWay("Another Run")).isEmpty();
    }

    @Test
    void stoppingIsAPatchOfTheObject() {
        client.submit(workflow);
        client.stop("trawl-r");
        GenericKubernetesResource stopped =
                argo("workflows").withName("trawl-r").get();
        assertThat(stopped.<String>get("spec", "shutdown")).isEqualTo("Stop");
        assertThat(stopped.<Object>get("spec", "arguments")).isNotNull();
        assertThatCode(() -> client.stop("trawl-gone")).doesNotThrowAnyException();
    }

    @Test
    void whatHasEndedIsNotStopped() {
        client.submit(workflow);
        set("trawl-r", "Failed", true);
        client.stop("trawl-r");
        assertThat(argo("workflows").withName("trawl-r").get().<String>get("spec", "shutdown"))
                .isNull();
    }

    @Test
    void anOutageIsRiddenOut() throws Exception {
        client.submit(workflow);
        set("trawl-r", "Running", false);
        await(() -> phase("trawl-r").equals(Optional.of(Phase.RUNNING)));
        server.shutdown();
        assertThat(phase("trawl-r")).contains(Phase.RUNNING);
        assertThat(phase("trawl-r")).contains(Phase.RUNNING);
    }
}

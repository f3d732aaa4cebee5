package io.trawl.testkit.argo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client that Trawl uses, against the cluster. */
class ArgoClientTest {

    private static final ResourceDefinitionContext WORKFLOWS = new ResourceDefinitionContext.Builder()
            .withGroup("argoproj.io")
            .withVersion("v1alpha1")
            .withKind("Workflow")
            .withPlural("workflows")
            .withNamespaced(true)
            .build();

    @TempDir
    Path folder;

    private ArgoCluster cluster;
    private KubernetesClient client;

    @BeforeEach
    void start() throws Exception {
        Stage stage = new Stage(folder);
        cluster = stage.start(ArgoCluster.builder()
                .image("trawl/discovery-fn", stage.discovery(Stage.lanes()))
                .image(
                        "trawl/worker-fn",
                        stage.image("touch $FOLDER/begun", "while [ ! -e $FOLDER/go ]; do sleep 0.01; done")));
        Path kubeconfig = folder.resolve("kubeconfig");
        cluster.kubeconfig(kubeconfig);
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(Files.readString(kubeconfig)))
                .build();
    }

    @AfterEach
    void close() {
        client.close();
        cluster.close();
    }

    private MixedOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            workflows() {
        return client.genericKubernetesResources(WORKFLOWS);
    }

    private static GenericKubernetesResource workflow(String name) {
        return Serialization.unmarshal(
                Json.write(Stage.workflow(name, Stage.hasty())), GenericKubernetesResource.class);
    }

    private static Object phase(GenericKubernetesResource workflow) {
        return workflow == null ? null : workflow.get("status", "phase");
    }

    @Test
    void createsListsAndPatches() throws Exception {
        GenericKubernetesResource created = client.resource(workflow("trawl-1")).create();
        assertThat(created.getMetadata().getNamespace()).isEqualTo("default");
        assertThatThrownBy(() -> client.resource(workflow("trawl-1")).create())
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(409);
                    assertThat(e.getStatus().getReason()).isEqualTo("AlreadyExists");
                });
        assertThat(workflows().withLabel("nothing").list().getItems()).isEmpty();
        assertThat(workflows().list().getItems()).hasSize(1);

        Stage.await("a pod runs", () -> Files.exists(folder.resolve("begun")));
        workflows()
                .withName("trawl-1")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"shutdown\":\"Stop\"}}");

        assertThat(Stage.phase(cluster.awaitCompleted("trawl-1", Stage.LIMIT))).isEqualTo("Failed");
    }

    @Test
    void thereIsNoStatusToUpdate() {
        GenericKubernetesResource created = client.resource(workflow("trawl-1")).create();

        assertThatThrownBy(() -> client.resource(created).patchStatus())
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getCode())
                        .isEqualTo(404));
    }

    @Test
    void followsAWorkflow() throws Exception {
        try (SharedIndexInformer<GenericKubernetesResource> informer =
                workflows().inNamespace("default").inform()) {
            client.resource(workflow("trawl-1")).create();
            Stage.await("it runs", () -> "Running".equals(seen(informer)));
            assertThat(folder.resolve("go").toFile().createNewFile()).isTrue();
            Stage.await("it has succeeded", () -> "Succeeded".equals(seen(informer)));
            cluster.delete("trawl-1");
            Stage.await("it is gone", () -> informer.getIndexer().getByKey("default/trawl-1") == null);
        }
    }

    @Test
    void followsOnWhenTheApiHasBeenAwayAndForgotten() throws Exception {
        try (SharedIndexInformer<GenericKubernetesResource> informer =
                workflows().inNamespace("default").inform()) {
            client.resource(workflow("trawl-1")).create();
            Stage.await("a pod runs", () -> Files.exists(folder.resolve("begun")) && "Running".equals(seen(informer)));

            cluster.stopApi();
            assertThat(folder.resolve("go").toFile().createNewFile()).isTrue();
            cluster.compact();
            cluster.startApi();
            cluster.awaitCompleted("trawl-1", Stage.LIMIT);

            Stage.await("it has succeeded", () -> "Succeeded".equals(seen(informer)));
        }
    }

    @Test
    void aRefusalIsAStatus() {
        cluster.refuse(new Refusal.Forbidden("create", "workflows"));

        assertThatThrownBy(() -> client.resource(workflow("trawl-1")).create())
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(403);
                    assertThat(e.getStatus().getMessage()).contains("cannot create resource \"workflows\"");
                });
    }

    private static Object seen(SharedIndexInformer<GenericKubernetesResource> informer) {
        return phase(informer.getIndexer().getByKey("default/trawl-1"));
    }
}

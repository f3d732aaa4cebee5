package io.trawl.testkit.argo;

import static io.trawl.testkit.argo.Call.MERGE;
import static io.trawl.testkit.argo.Call.WORKFLOWS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the Kubernetes API accepts and refuses. */
class ArgoApiTest {

    private final ArgoCluster cluster = ArgoCluster.builder().start();
    private final Call kubernetes = Call.kubernetes(cluster);

    /** It would change what is created here. */
    @BeforeEach
    void withoutController() {
        cluster.stopController();
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private static String workflow(String name) {
        return workflow("\"name\":\"" + name + "\"", "\"workflowTemplateRef\":{\"name\":\"none\"}");
    }

    private static String workflow(String metadata, String spec) {
        return "{\"apiVersion\":\"argoproj.io/v1alpha1\",\"kind\":\"Workflow\",\"metadata\":{" + metadata
                + "},\"spec\":{" + spec + "}}";
    }

    @Test
    void anObjectIsCreatedOnce() throws Exception {
        Call.Reply created = kubernetes.post(WORKFLOWS, workflow("trawl-1"));
        Call.Reply again = kubernetes.post(WORKFLOWS, workflow("trawl-1"));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().at("/metadata/uid").asText()).isNotEmpty();
        assertThat(created.json().at("/metadata/namespace").asText()).isEqualTo("default");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().path("kind").asText()).isEqualTo("Status");
        assertThat(again.json().path("reason").asText()).isEqualTo("AlreadyExists");
        assertThat(again.message()).isEqualTo("workflows.argoproj.io \"trawl-1\" already exists");
    }

    @Test
    void aGeneratedNameIsNew() throws Exception {
        String object = workflow("\"generateName\":\"trawl-\"", "\"workflowTemplateRef\":{\"name\":\"none\"}");

        String first =
                kubernetes.post(WORKFLOWS, object).json().at("/metadata/name").asText();
        String second =
                kubernetes.post(WORKFLOWS, object).json().at("/metadata/name").asText();

        assertThat(first).matches("trawl-[a-z0-9]{5}").isNotEqualTo(second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Trawl", "trawl_1", "-trawl", "trawl.", "ü", "trawl 1", ""})
    void aNameIsASubdomain(String name) throws Exception {
        assertThat(kubernetes.post(WORKFLOWS, workflow(name)).status()).isEqualTo(422);
    }

    @Test
    void aNameHas63Characters() throws Exception {
        assertThat(kubernetes.post(WORKFLOWS, workflow("a".repeat(63))).status())
                .isEqualTo(201);

        Call.Reply longer = kubernetes.post(WORKFLOWS, workflow("a".repeat(64)));
        assertThat(longer.status()).isEqualTo(422);
        assertThat(longer.message()).contains("must not be more than 63 characters long (currently 64)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "-a", "ü", "a/b"})
    void aLabelsValueFollowsItsRules(String value) throws Exception {
        String object = workflow("\"name\":\"x\",\"labels\":{\"trawl.io/run\":\"" + value + "\"}", "");

        assertThat(kubernetes.post(WORKFLOWS, object).status()).isEqualTo(422);
    }

    @Test
    void anUnknownFieldIsRefused() throws Exception {
        assumeThat(ArgoSchema.find()).as("Argo's published schema").isPresent();

        Call.Reply reply = kubernetes.post(
                WORKFLOWS,
                workflow("\"name\":\"x\"", "\"arguments\":{\"parameters\":[{\"name\":\"a\",\"valeu\":\"b\"}]}"));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.message()).contains("unknown field \"spec.arguments.parameters[0].valeu\"");
    }

    @Test
    void aWrongTypeIsRefused() throws Exception {
        assumeThat(ArgoSchema.find()).as("Argo's published schema").isPresent();

        assertThat(kubernetes
                        .post(WORKFLOWS, workflow("\"name\":\"x\"", "\"activeDeadlineSeconds\":\"60\""))
                        .status())
                .isEqualTo(422);
    }

    @ParameterizedTest
    @CsvSource({"GET, /x/status, 404", "PATCH, /x/status, 404", "PUT, /x, 405", "DELETE, /x, 405", "PUT, '', 405"})
    void whatTrawlDoesNotUseIsRefused(String method, String path, int status) throws Exception {
        kubernetes.post(WORKFLOWS, workflow("x"));

        boolean body = method.startsWith("P");
        assertThat(kubernetes
                        .send(method, WORKFLOWS + path, body ? MERGE : null, body ? "{}" : null)
                        .status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "application/merge-patch+json, 200",
        "application/json-patch+json, 415",
        "application/strategic-merge-patch+json, 415",
        "application/apply-patch+yaml, 415"
    })
    void onlyMergePatchesAreTaken(String contentType, int status) throws Exception {
        kubernetes.post(WORKFLOWS, workflow("x"));

        Call.Reply reply =
                kubernetes.send("PATCH", WORKFLOWS + "/x", contentType, "{\"spec\":{\"shutdown\":\"Stop\"}}");

        assertThat(reply.status()).isEqualTo(status);
        assertThat(cluster.workflow("x").orElseThrow().at("/spec/shutdown").asText())
                .isEqualTo(status == 200 ? "Stop" : "");
    }

    @Test
    void aPatchRemovesWhatIsNullAndKeepsTheRest() throws Exception {
        kubernetes.post(WORKFLOWS, workflow("\"name\":\"x\"", "\"entrypoint\":\"a\",\"onExit\":\"b\""));

        kubernetes.send(
                "PATCH", WORKFLOWS + "/x", MERGE, "{\"metadata\":{\"uid\":\"other\"},\"spec\":{\"onExit\":null}}");

        assertThat(cluster.workflow("x").orElseThrow().path("spec").toString()).isEqualTo("{\"entrypoint\":\"a\"}");
        assertThat(cluster.workflow("x").orElseThrow().at("/metadata/uid").asText())
                .isNotEqualTo("other");
    }

    @Test
    void listsAreSelected() throws Exception {
        for (int i = 0; i < 3; i++) {
            kubernetes.post(
                    WORKFLOWS,
                    workflow("\"name\":\"x" + i + "\",\"labels\":{\"run\":\"r" + i + "\"}", "\"entrypoint\":\"a\""));
        }

        assertThat(kubernetes.get(WORKFLOWS).json().path("items")).hasSize(3);
        assertThat(kubernetes.get(WORKFLOWS + "?labelSelector=run%3Dr1").json().path("items"))
                .hasSize(1);
        assertThat(kubernetes
                        .get(WORKFLOWS + "?labelSelector=run!%3Dr1,run!%3Dr2")
                        .json()
                        .path("items"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "labelSelector=run%20in%20(r1,r2)",
                "labelSelector=!run",
                "fieldSelector=metadata.name%3Dx2",
                "watch=true&resourceVersion=1"
            })
    void whatIsNotUnderstoodIsRefused(String query) throws Exception {
        assertThat(kubernetes.get(WORKFLOWS + "?" + query).status()).isEqualTo(400);
    }

    @Test
    void theArgoServerHasTheSameObjects() throws Exception {
        Call argo = Call.argo(cluster);
        String workflows = "/api/v1/workflows/default";
        String inline = workflow(
                "\"name\":\"x\"",
                "\"entrypoint\":\"a\",\"templates\":[{\"name\":\"a\",\"container\":{\"image\":\"i\"}}]");

        assertThat(argo.post(workflows, "{\"workflow\":" + workflow("y") + "}").status())
                .isEqualTo(404);
        assertThat(argo.post(workflows, "{\"workflow\":" + inline + "}").status())
                .isEqualTo(200);
        Call.Reply again = argo.post(workflows, "{\"workflow\":" + inline + "}");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().path("code").asInt()).isEqualTo(6);
        assertThat(kubernetes.get(WORKFLOWS + "/x").status()).isEqualTo(200);
        assertThat(argo.get(workflows).json().path("items")).hasSize(1);
        assertThat(argo.send("PUT", workflows + "/x/stop", "application/json", "{}")
                        .json()
                        .at("/spec/shutdown")
                        .asText())
                .isEqualTo("Stop");
        assertThat(argo.send("DELETE", workflows + "/x", null, null).status()).isEqualTo(405);
    }

    @Test
    void anArgoServerLeavesWhatIsAskedFor() throws Exception {
        kubernetes.post(WORKFLOWS, workflow("\"name\":\"x\",\"labels\":{\"a\":\"b\"}", "\"shutdown\":\"Stop\""));
        String all = "/api/v1/workflows/default";
        String fields = "metadata.name,metadata.labels,spec.entrypoint";

        assertThat(Call.argo(cluster).get(all + "/x?fields=" + fields).text())
                .isEqualTo("{\"metadata\":{\"name\":\"x\",\"labels\":{\"a\":\"b\"}},\"spec\":{}}");
        assertThat(Call.argo(cluster).get(all + "?fields=items.spec.shutdown").text())
                .isEqualTo("{\"items\":[{\"spec\":{\"shutdown\":\"Stop\"}}]}");
        assertThat(Call.argo(cluster).get(all + "/x").json().at("/metadata/uid").asText())
                .isNotEmpty();
    }
}

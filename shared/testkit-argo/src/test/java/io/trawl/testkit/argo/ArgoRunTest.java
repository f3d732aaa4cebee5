package io.trawl.testkit.argo;

import static io.trawl.testkit.argo.Stage.hasty;
import static io.trawl.testkit.argo.Stage.phase;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.testkit.Checkout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of Trawl's WorkflowTemplate, its containers being shell scripts. */
@Tag("processes")
class ArgoRunTest {

    @TempDir
    Path folder;

    private Stage stage;
    private ArgoCluster cluster;

    @BeforeEach
    void prepare() {
        stage = new Stage(folder);
    }

    @AfterEach
    void close() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private void start(ArgoClusterBuilder builder, String lanes, String... worker) {
        cluster = stage.start(builder);
        cluster.image("trawl/discovery-fn", stage.discovery(lanes));
        cluster.image("trawl/worker-fn", stage.image(worker));
    }

    private static List<String> names(List<Pod> pods) {
        return pods.stream().map(Pod::template).toList();
    }

    private static String argument(Pod pod, String name) {
        return pod.arguments().stream()
                .filter(argument -> argument.startsWith("--" + name + "="))
                .map(argument -> argument.substring(name.length() + 3))
                .findAny()
                .orElse(null);
    }

    @Test
    void theStepsFollowEachOther() throws Exception {
        start(ArgoCluster.builder(), Stage.lanes(), "exit 0");

        JsonNode workflow = Stage.run(cluster, "trawl-1", hasty("run", "1", "service-account", ""));

        assertThat(phase(workflow)).isEqualTo("Succeeded");
        assertThat(names(cluster.pods()))
                .containsExactly("discover", "ingest", "ingest", "ingest", "ingest", "ingest", "finish", "close");
        assertThat(cluster.pods("ingest"))
                .extracting(pod -> argument(pod, "pod"))
                .containsExactlyInAnyOrder("0", "1", "2", "3", "4");
        assertThat(cluster.pods("ingest")).allSatisfy(pod -> {
            assertThat(argument(pod, "of")).isEqualTo("5");
            assertThat(argument(pod, "run")).isEqualTo("1");
            assertThat(argument(pod, "as")).isEqualTo("trawl-1");
            assertThat(argument(pod, "workflow")).isEqualTo("warehouse");
            assertThat(pod.spec().path("serviceAccountName").asText()).isEqualTo("trawl");
        });
        assertThat(workflow.at("/metadata/labels")
                        .path("workflows.argoproj.io/phase")
                        .asText())
                .isEqualTo("Succeeded");
        assertThat(cluster.podTime()).isPositive();
    }

    @Test
    void whatIsStoredIsInTheSchemaAndHoldsNoSecret() throws Exception {
        start(ArgoCluster.builder(), Stage.lanes(), "exit 0");

        JsonNode workflow = Stage.run(cluster, "trawl-1", hasty());

        assertThat(workflow.toString()).doesNotContain("s3cr3t");
        ArgoSchema.find().ifPresent(file -> assertThat(ArgoSchema.of(file).errors("Workflow", workflow))
                .isEmpty());
    }

    @Test
    void aContainerGetsItsEnvironmentAndNoOther() throws Exception {
        start(
                ArgoCluster.builder(),
                "[{\"first\":0,\"pods\":1,\"of\":1}]",
                "env",
                "cat $TRAWL_WORKFLOWS/warehouse.yaml");

        Stage.run(cluster, "trawl-1", hasty());

        String output = Stage.read(cluster.pods("ingest").get(0).output());
        assertThat(output)
                .contains(
                        "OM_TOKEN=s3cr3t-t0k3n",
                        "JAVA_MAX_MEM_RATIO=50",
                        "JAVA_OPTS_APPEND=-XX:TieredStopAtLevel=1",
                        "source: {}");
        assertThat(output.lines().map(line -> line.split("=", 2)[0]))
                .isSubsetOf(
                        "OM_TOKEN",
                        "JAVA_MAX_MEM_RATIO",
                        "JAVA_OPTS_APPEND",
                        "TRAWL_WORKFLOWS",
                        "FOLDER",
                        "source: {}",
                        "PATH",
                        "HOME",
                        "USER",
                        "LANG",
                        "LC_ALL",
                        "TMPDIR",
                        "JAVA_HOME",
                        "PWD",
                        "OLDPWD",
                        "SHLVL",
                        "_");
    }

    @Test
    void thePatchReachesTheContainer() throws Exception {
        start(ArgoCluster.builder(), "[{\"first\":0,\"pods\":1,\"of\":1}]", "exit 0");

        Stage.run(
                cluster,
                "trawl-1",
                hasty("worker-resources", "{\"requests\":{\"cpu\":\"2\"},\"limits\":{\"memory\":\"1Gi\"}}"));

        assertThat(cluster.pods("ingest")
                        .get(0)
                        .spec()
                        .at("/containers/0/resources")
                        .toString())
                .isEqualTo("{\"requests\":{\"cpu\":\"2\"},\"limits\":{\"memory\":\"1Gi\"}}");
    }

    @Test
    void lanesRunAtATimeAndThePodsOfALaneDoNot() throws Exception {
        // The first pods of both lanes wait for each other.
        start(
                ArgoCluster.builder(),
                "[{\"first\":0,\"pods\":3,\"of\":6},{\"first\":3,\"pods\":3,\"of\":6}]",
                "for argument in \"$@\"; do case $argument in --pod=*) pod=${argument#--pod=};; esac; done",
                "touch $FOLDER/pod-$pod",
                "case $pod in",
                "0) while [ ! -e $FOLDER/pod-3 ]; do sleep 0.01; done;;",
                "3) while [ ! -e $FOLDER/pod-0 ]; do sleep 0.01; done;;",
                "esac");

        JsonNode workflow = Stage.run(cluster, "trawl-1", hasty());

        assertThat(phase(workflow)).isEqualTo("Succeeded");
        for (Pod one : cluster.pods("ingest")) {
            for (Pod other : cluster.pods("ingest")) {
                boolean sameLane =
                        Integer.parseInt(argument(one, "pod")) / 3 == Integer.parseInt(argument(other, "pod")) / 3;
                assertThat(one != other && sameLane && overlap(one, other)).isFalse();
            }
        }
    }

    /** Whether both were there at the same time. */
    private static boolean overlap(Pod one, Pod other) {
        return one.created().isBefore(other.created().plus(other.lifetime()))
                && other.created().isBefore(one.created().plus(one.lifetime()));
    }

    @Test
    void theNodeHasRoomForSoMany() throws Exception {
        start(
                ArgoCluster.builder().parallelPods(1),
                Stage.lanes(),
                "echo begin >> $FOLDER/pods",
                "sleep 0.05",
                "echo end >> $FOLDER/pods");

        assertThat(phase(Stage.run(cluster, "trawl-1", hasty()))).isEqualTo("Succeeded");

        assertThat(Stage.read(folder.resolve("pods"))).isEqualTo("begin\nend\n".repeat(5));
    }

    @Test
    void nothingToIngestIsARunToo() throws Exception {
        start(ArgoCluster.builder(), "[]", "exit 0");

        JsonNode workflow = Stage.run(cluster, "trawl-1", hasty());

        assertThat(phase(workflow)).isEqualTo("Succeeded");
        assertThat(names(cluster.pods())).containsExactly("discover", "finish", "close");
    }

    @Test
    void anAnswerThatIsNoListFailsTheRun() throws Exception {
        start(ArgoCluster.builder(), "hello", "exit 0");

        JsonNode workflow = Stage.run(cluster, "trawl-1", hasty());

        assertThat(phase(workflow)).isEqualTo("Failed");
        assertThat(workflow.at("/status/message").asText())
                .contains("withParam value could not be parsed as a JSON list: hello");
        assertThat(names(cluster.pods())).containsExactly("discover", "close");
    }

    @Test
    void anExitCodeForLaterIsTriedAgain() throws Exception {
        start(
                ArgoCluster.builder(),
                "[{\"first\":0,\"pods\":1,\"of\":1}]",
                "echo x >> $FOLDER/tries",
                "[ $(wc -l < $FOLDER/tries) -ge 4 ] || exit 75");

        JsonNode workflow = Stage.run(cluster, "trawl-1", hasty());

        assertThat(phase(workflow)).isEqualTo("Succeeded");
        assertThat(cluster.pods("ingest"))
                .extracting(pod -> pod.exitCode().orElse(-1))
                .containsExactly(75, 75, 75, 0);
        assertThat(cluster.pods("ingest").get(3).node()).endsWith("(3)");
    }

    @Test
    void retriesHaveALimit() throws Exception {
        start(ArgoCluster.builder(), "[{\"first\":0,\"pods\":1,\"of\":1}]", "exit 70");

        JsonNode workflow = Stage.run(cluster, "trawl-1", hasty("retries", "2"));

        assertThat(cluster.pods("ingest")).hasSize(3);
        assertThat(workflow.path("status").toString()).contains("No more retries left");
        assertThat(phase(workflow)).as("finish judges").isEqualTo("Succeeded");
    }

    @Test
    void anExitCodeForGoodIsNotTriedAgain() throws Exception {
        start(ArgoCluster.builder(), Stage.lanes(), "exit 77");

        JsonNode workflow = Stage.run(cluster, "trawl-1", hasty());

        assertThat(cluster.pods("ingest")).hasSize(5);
        assertThat(workflow.path("status").toString()).contains("retryStrategy.expression evaluated to false");
        assertThat(names(cluster.pods())).endsWith("finish", "close");
    }

    @Test
    void aFinishThatFailsFailsTheRun() throws Exception {
        cluster = stage.start(ArgoCluster.builder());
        cluster.image(
                "trawl/discovery-fn",
                stage.image("case $2 in", "discover) echo '[]';;", "finish) echo below >&2; exit 1;;", "esac"));

        JsonNode workflow = Stage.run(cluster, "trawl-1", hasty());

        assertThat(phase(workflow)).isEqualTo("Failed");
        assertThat(names(cluster.pods())).containsExactly("discover", "finish", "close");
        assertThat(cluster.pods("finish").get(0).log()).isEqualTo("below\n");
        assertThat(cluster.pods("finish").get(0).state().message()).isEqualTo("main: Error (exit code 1): below\n");
    }

    @Test
    void aStopEndsThePodsAndRunsTheExitHandler() throws Exception {
        start(ArgoCluster.builder(), Stage.lanes(), "touch $FOLDER/begun", "exec sleep 600");
        Stage.submit(cluster, "trawl-1", hasty());
        Stage.await("a pod runs", () -> folder.resolve("begun").toFile().exists());

        Call.kubernetes(cluster)
                .send("PATCH", Call.WORKFLOWS + "/trawl-1", Call.MERGE, "{\"spec\":{\"shutdown\":\"Stop\"}}");
        JsonNode workflow = cluster.awaitCompleted("trawl-1", Stage.LIMIT);

        assertThat(phase(workflow)).isEqualTo("Failed");
        assertThat(workflow.at("/status/message").asText()).isEqualTo("Stopped with strategy 'Stop'");
        assertThat(names(cluster.pods())).doesNotContain("finish").endsWith("close");
        assertThat(cluster.pods("close").get(0).phase()).isEqualTo(Pod.Phase.SUCCEEDED);
        Stage.await("processes end", () -> cluster.pods("ingest").stream()
                .noneMatch(pod -> pod.phase() == Pod.Phase.RUNNING || pod.phase() == Pod.Phase.PENDING));
        assertThat(cluster.pods("ingest")).anyMatch(pod -> pod.exitCode().orElse(0) == 143);
    }

    @Test
    void aDeadlineEndsTheRunButNotTheExitHandler() throws Exception {
        start(ArgoCluster.builder(), Stage.lanes(), "exec sleep 600");
        var submitted = Stage.workflow("trawl-1", hasty());
        submitted.withObject("/spec").put("activeDeadlineSeconds", 2);

        cluster.apply(Json.write(submitted));
        JsonNode workflow = cluster.awaitCompleted("trawl-1", Stage.LIMIT);

        assertThat(phase(workflow)).isEqualTo("Failed");
        assertThat(names(cluster.pods())).doesNotContain("finish").endsWith("close");
    }

    @Test
    void aPodsTimeIsLimited() throws Exception {
        start(ArgoCluster.builder(), "[{\"first\":0,\"pods\":1,\"of\":1}]", "exec sleep 600");

        JsonNode workflow = Stage.run(cluster, "trawl-1", hasty("timeout", "1", "retries", "0"));

        assertThat(phase(workflow)).isEqualTo("Succeeded");
        assertThat(cluster.pods("ingest").get(0).state().message())
                .isEqualTo("Pod was active on the node longer than the specified deadline");
    }

    @Test
    void aDeletedWorkflowTakesItsPodsWithIt() throws Exception {
        start(ArgoCluster.builder(), Stage.lanes(), "touch $FOLDER/begun", "exec sleep 600");
        Stage.submit(cluster, "trawl-1", hasty());
        Stage.await("a pod runs", () -> folder.resolve("begun").toFile().exists());

        cluster.delete("trawl-1");

        assertThat(cluster.workflow("trawl-1")).isEmpty();
        Stage.await("processes end", () -> cluster.pods("ingest").stream()
                .allMatch(pod -> pod.phase() == Pod.Phase.DELETED));
        assertThat(names(cluster.pods())).doesNotContain("close");
    }

    @Test
    void theControllerGoesOnFromWhatIsStored() throws Exception {
        start(
                ArgoCluster.builder(),
                Stage.lanes(),
                "touch $FOLDER/begun",
                "while [ ! -e $FOLDER/go ]; do sleep 0.01; done");
        Stage.submit(cluster, "trawl-1", hasty());
        Stage.await("a pod runs", () -> folder.resolve("begun").toFile().exists());

        cluster.stopController();
        assertThat(folder.resolve("go").toFile().createNewFile()).isTrue();
        Stage.await("its pods end", () -> cluster.pods("ingest").stream()
                .allMatch(pod -> pod.phase() == Pod.Phase.SUCCEEDED));
        assertThat(cluster.pods("ingest")).hasSize(3);
        cluster.startController();

        assertThat(phase(cluster.awaitCompleted("trawl-1", Stage.LIMIT))).isEqualTo("Succeeded");
        assertThat(cluster.pods("ingest")).hasSize(5);
    }

    @Test
    void podsRunOnWithoutTheApi() throws Exception {
        start(
                ArgoCluster.builder(),
                Stage.lanes(),
                "touch $FOLDER/begun",
                "while [ ! -e $FOLDER/go ]; do sleep 0.01; done");
        Stage.submit(cluster, "trawl-1", hasty());
        Stage.await("a pod runs", () -> folder.resolve("begun").toFile().exists());

        cluster.stopApi();
        assertThat(folder.resolve("go").toFile().createNewFile()).isTrue();
        Stage.await("its pods end", () -> cluster.pods("ingest").stream()
                .allMatch(pod -> pod.phase() == Pod.Phase.SUCCEEDED));
        cluster.startApi();

        assertThat(phase(cluster.awaitCompleted("trawl-1", Stage.LIMIT))).isEqualTo("Succeeded");
    }

    @Test
    void whatAPodWaitsForIsInItsNode() throws Exception {
        cluster = ArgoCluster.builder().start();
        cluster.image("trawl/discovery-fn", stage.discovery("[]"));
        cluster.apply(Stage.template());
        Stage.submit(cluster, "trawl-1", Map.of());

        awaitMessage("CreateContainerConfigError: secret \\\"trawl\\\" not found");
        cluster.secret("trawl", Map.of());

        assertThat(phase(cluster.awaitCompleted("trawl-1", Stage.LIMIT))).isEqualTo("Succeeded");
    }

    private void awaitMessage(String message) throws InterruptedException {
        Stage.await(message, () -> cluster.workflow("trawl-1")
                .orElseThrow()
                .path("status")
                .toString()
                .contains(message));
    }

    @Test
    void aQueueHoldsEventsBack() throws Exception {
        start(
                ArgoCluster.builder().completionQueue(Duration.ofMillis(300)),
                "[{\"first\":0,\"pods\":1,\"of\":1}]",
                "exit 0");
        long begin = System.nanoTime();

        Stage.run(cluster, "trawl-1", hasty());

        // discover, ingest, finish and close are seen to have ended after a turn of the queue each.
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(1_200));
    }

    @Test
    void aCronWorkflowsTimeComes() throws Exception {
        start(ArgoCluster.builder(), "[]", "exit 0");
        cluster.apply(Checkout.text(Checkout.root().resolve("argo/schedule.yaml")));

        String name = cluster.trigger("trawl-warehouse");

        assertThat(name).matches("trawl-warehouse-\\d+");
        assertThat(phase(cluster.awaitCompleted(name, Stage.LIMIT))).isEqualTo("Succeeded");
        assertThat(argument(cluster.pods().get(0), "as")).isEqualTo(name);
    }
}

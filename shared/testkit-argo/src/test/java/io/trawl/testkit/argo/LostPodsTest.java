package io.trawl.testkit.argo;

import static io.trawl.testkit.argo.Stage.hasty;
import static io.trawl.testkit.argo.Stage.phase;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pods of Trawl's WorkflowTemplate that are lost, its containers being shell scripts. */
@Tag("processes")
class LostPodsTest {

    private static final String ONE_POD = "[{\"first\":0,\"pods\":1,\"of\":1}]";

    @TempDir
    Path folder;

    /** SIGTERM ends it well, as it does a worker that had nothing under way. */
    private ArgoCluster start(ArgoClusterBuilder builder, String lanes) {
        Stage stage = new Stage(folder);
        String[] work = {"trap 'exit 0' TERM", "sleep 0.6 & wait $!"};
        ArgoCluster cluster = stage.start(builder);
        cluster.image(
                "trawl/discovery-fn",
                stage.image(work[0], work[1], "if [ $2 = discover ]; then echo '" + lanes + "'; fi"));
        cluster.image("trawl/worker-fn", stage.image(work));
        return cluster;
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void thePodOfEachStepIsReplaced(Loss loss) throws Exception {
        try (ArgoCluster cluster = start(ArgoCluster.builder().loseFirst(loss, Duration.ofMillis(200)), ONE_POD)) {
            JsonNode workflow = Stage.run(cluster, "trawl-1", hasty());

            assertThat(phase(workflow))
                    .as(workflow.at("/status/nodes").toString())
                    .isEqualTo("Succeeded");
            for (String template : List.of("discover", "ingest", "finish", "close")) {
                List<Pod> pods = cluster.pods(template);
                assertThat(pods).as(template).hasSize(2);
                assertThat(pods.get(0).phase()).isEqualTo(loss == Loss.DELETED ? Pod.Phase.DELETED : Pod.Phase.FAILED);
                assertThat(pods.get(0).exitCode()).isEqualTo(exitCode(loss));
                assertThat(pods.get(0).state().message()).contains(loss.message());
                assertThat(pods.get(1).phase()).isEqualTo(Pod.Phase.SUCCEEDED);
            }
        }
    }

    private static OptionalInt exitCode(Loss loss) {
        return switch (loss) {
            case KILLED, EVICTED -> OptionalInt.of(137);
            case NODE_SHUTDOWN, WAIT_KILLED -> OptionalInt.of(0);
            case DELETED, REJECTED, EVICTED_BEFORE_IT_RAN -> OptionalInt.empty();
        };
    }

    @Test
    void manyAreLostInEveryWay() throws Exception {
        String lanes = "[{\"first\":0,\"pods\":10,\"of\":30},{\"first\":10,\"pods\":10,\"of\":30},"
                + "{\"first\":20,\"pods\":10,\"of\":30}]";
        ArgoClusterBuilder builder = ArgoCluster.builder().seed(42).killPods(3, Duration.ZERO, Duration.ofMillis(400));
        try (ArgoCluster cluster = start(builder, lanes)) {
            JsonNode workflow = Stage.run(cluster, "trawl-1", hasty("retries", "20"));

            assertThat(phase(workflow)).isEqualTo("Succeeded");
            assertThat(cluster.pods("ingest"))
                    .filteredOn(pod -> pod.phase() == Pod.Phase.SUCCEEDED)
                    .extracting(pod -> pod.arguments().toString())
                    .hasSize(30)
                    .doesNotHaveDuplicates();
            assertThat(cluster.pods("ingest"))
                    .anyMatch(pod -> pod.phase() == Pod.Phase.DELETED)
                    .anyMatch(pod -> pod.exitCode().orElse(0) == 137)
                    .anyMatch(pod ->
                            pod.phase() == Pod.Phase.FAILED && pod.exitCode().isEmpty());
        }
    }
}

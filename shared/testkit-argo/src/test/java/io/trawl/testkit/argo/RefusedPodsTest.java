package io.trawl.testkit.argo;

import static io.trawl.testkit.argo.Stage.hasty;
import static io.trawl.testkit.argo.Stage.phase;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pods that cannot be created, and what their nodes say. */
@Tag("processes")
class RefusedPodsTest {

    @TempDir
    Path folder;

    private ArgoCluster cluster;
    private Stage stage;

    @AfterEach
    void close() {
        cluster.close();
    }

    private void start() {
        stage = new Stage(folder);
        cluster = stage.start(ArgoCluster.builder());
        cluster.image("trawl/discovery-fn", stage.discovery("[]"));
    }

    /** Waits for a node of the type and phase, and returns its message. */
    private String message(String type, String phase, String part) throws InterruptedException {
        Stage.await(type + " " + phase + ": " + part, () -> find(type, phase, part) != null);
        return find(type, phase, part);
    }

    private String find(String type, String phase, String part) {
        for (JsonNode node : cluster.workflow("trawl-1").orElseThrow().at("/status/nodes")) {
            if (node.path("type").asText().equals(type)
                    && node.path("phase").asText().equals(phase)
                    && node.path("message").asText().contains(part)) {
                return node.path("message").asText();
            }
        }
        return null;
    }

    @Test
    void whatAdmissionRefusesIsAnErrorThatIsTriedAgain() throws Exception {
        start();
        cluster.refusePods("violates PodSecurity \"restricted:latest\": allowPrivilegeEscalation != false");
        Stage.submit(cluster, "trawl-1", hasty("backoff", "1s", "max-backoff", "1s"));

        assertThat(message("Pod", "Error", "")).matches("pods \"\\S+\" is forbidden: violates PodSecurity .*");
        assertThat(message("Retry", "Running", "Backoff")).isEqualTo("Backoff for 1 second");
        assertThat(cluster.pods()).isEmpty();
        cluster.refusePods(null);

        assertThat(phase(cluster.awaitCompleted("trawl-1", Stage.LIMIT))).isEqualTo("Succeeded");
    }

    @Test
    void whatIsAboveAQuotaWaits() throws Exception {
        start();
        cluster.refusePods("exceeded quota: pods, requested: pods=1, used: pods=10, limited: pods=10");
        Stage.submit(cluster, "trawl-1", hasty("retries", "0"));

        message("Pod", "Pending", "exceeded quota");
        cluster.refusePods(null);

        assertThat(phase(cluster.awaitCompleted("trawl-1", Stage.LIMIT))).isEqualTo("Succeeded");
    }

    @Test
    void anImageThatTheControllerDoesNotFindHasNoPod() throws Exception {
        start();
        cluster.apply(Stage.template().replace("trawl/discovery-fn", "trawl/discovery"));
        Stage.submit(cluster, "trawl-1", hasty("backoff", "1s", "max-backoff", "1s"));

        assertThat(message("Pod", "Error", ""))
                .contains("failed to look-up entrypoint/cmd for image \"trawl/discovery\"");
        assertThat(cluster.pods()).isEmpty();
        cluster.image("trawl/discovery", stage.discovery("[]"));

        assertThat(phase(cluster.awaitCompleted("trawl-1", Stage.LIMIT))).isEqualTo("Succeeded");
    }

    @ParameterizedTest
    @CsvSource({
        "100ms, 0 seconds",
        "1s, 1 second",
        "59s, 59 seconds",
        "60s, 1 minute 0 seconds",
        "90s, 1 minute 30 seconds",
        "600s, 10 minutes 0 seconds",
        "5400s, 1 hour 30 minutes"
    })
    void pausesAreWrittenAsArgoWritesThem(String pause, String text) {
        start();
        assertThat(Retries.humanized(Retries.parse(pause))).isEqualTo(text);
    }
}

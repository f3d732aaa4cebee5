package io.trawl.argo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.orchestrator.RemoteRunner;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A run whose Workflow is followed. */
class ArgoRunnerTest {

    /** A cluster in which somebody has taken the right to see Workflows away. */
    private static final class Blind implements WorkflowClient {

        @Override
        public String namespace() {
            return "catalog";
        }

        @Override
        public void submit(JsonNode workflow) {
            throw new AssertionError("it is under way");
        }

        @Override
        public Optional<WorkflowStatus> status(String name) {
            throw new TrawlException(FailureKind.PERMISSION, "forbidden: cannot get workflows");
        }

        @Override
        public void stop(String name) {
            throw new TrawlException(FailureKind.PERMISSION, "forbidden: cannot patch workflows");
        }

        @Override
        public List<String> underWay(String runId) {
            return List.of("trawl-" + runId);
        }

        @Override
        public void close() {}
    }

    @Test
    void whatCannotBeSeenEndsNothing() {
        try (ArgoRunner run = new ArgoRunner(new Blind(), null, null)) {
            assertThat(run.ending()).isEmpty();
            assertThat(run.obstacles()).isEmpty();
            assertThat(run.place()).isEmpty();

            run.ask("r", false).join();

            assertThat(run.place()).contains("catalog/trawl-r");
            assertThat(run.ending()).isEmpty();
            assertThat(run.obstacles())
                    .extracting(RemoteRunner.Obstacle::line)
                    .containsExactly("how Workflow trawl-r stands cannot be seen: forbidden: cannot get workflows");
            assertThat(run.silence()).isEqualTo("forbidden: cannot get workflows");
            run.stop();
        }
    }
}

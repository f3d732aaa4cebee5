package io.trawl.argo.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trawl.api.ledger.OpenWork;
import io.trawl.api.workflow.DeletionLimit;
import io.trawl.api.workflow.DistributedExecution;
import io.trawl.api.workflow.Orchestrator;
import io.trawl.api.workflow.RetryPolicy;
import io.trawl.argo.pod.PodPlan.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodPlanTest {

    private static final OptionalDouble PACE = OptionalDouble.of(10);

    private static DistributedExecution execution(int parallelism, int connections, Integer entitiesPerBatch) {
        return new DistributedExecution(
                true,
                Orchestrator.LOCAL,
                parallelism,
                entitiesPerBatch == null ? OptionalInt.empty() : OptionalInt.of(entitiesPerBatch),
                connections,
                RetryPolicy.pods(),
                true,
                Duration.ofDays(1),
                DeletionLimit.standard(),
                false,
                null);
    }

    /** With work of so many seconds. */
    private static PodPlan plan(long batches, long seconds, DistributedExecution execution) {
        return PodPlan.of(new OpenWork(batches, seconds * 10), PACE, Duration.ZERO, execution);
    }

    @ParameterizedTest
    @CsvSource({
        // A pod is worth 25 s.
        "100, 1, 10, 1",
        "100, 49, 10, 1",
        "100, 50, 10, 2",
        "100, 249, 10, 9",
        "100, 9999, 10, 10",
        // No more than there are batches.
        "3, 9999, 10, 3",
        "1, 9999, 10, 1"
    })
    void byCostAPodIsWorthTenOfItsStarts(long batches, long seconds, int parallelism, int pods) {
        PodPlan plan = plan(batches, seconds, execution(parallelism, parallelism, null));
        assertThat(plan.pods()).isEqualTo(pods);
        assertThat(plan.lanes()).hasSize(pods).allMatch(lane -> lane.pods() == 1);
        assertThat(plan.limitedByNodes()).isFalse();
    }

    @Test
    void nothingToDoIsNoPod() {
        for (Integer each : new Integer[] {null, 1}) {
            PodPlan plan = PodPlan.of(
                    new OpenWork(0, 0), OptionalDouble.empty(), Duration.ofSeconds(3), execution(10, 10, each));
            assertThat(plan.pods()).isZero();
            assertThat(plan.lanes()).isEmpty();
            assertThat(plan.wallSeconds()).isEqualTo(12.5 + 3 + 12.5, within(1e-9));
            assertThat(plan.limitedByNodes()).isFalse();
            assertThat(plan.limitedByConnections()).isFalse();
        }
    }

    @Test
    void aNumberOfEntitiesGivesAPodPerBatchInLanes() {
        PodPlan plan = plan(5, 5, execution(3, 20, 1));
        assertThat(plan.pods()).isEqualTo(5);
        assertThat(plan.lanes()).containsExactly(new Lane(0, 2, 5), new Lane(2, 2, 5), new Lane(4, 1, 5));
        assertThat(plan.podSeconds()).isEqualTo((5 + 3) * 2.5 + 5, within(1e-9));
        assertThat(plan.wallSeconds()).isEqualTo(12.5 + 2 * (2.5 + 1 + 10) + 12.5, within(1e-9));
        assertThat(plan.limitedByNodes()).isFalse();
        assertThat(plan.limitedByConnections()).isFalse();
    }

    @Test
    void connectionsBoundTheLanes() {
        PodPlan each = plan(100, 100, execution(10, 4, 1));
        assertThat(each.lanes()).hasSize(4);
        assertThat(each.limitedByConnections()).isTrue();
        PodPlan byCost = plan(100, 1000, execution(10, 4, null));
        assertThat(byCost.lanes()).hasSize(4);
        assertThat(byCost.limitedByConnections()).isTrue();
        assertThat(plan(100, 60, execution(10, 4, null)).limitedByConnections())
                .as("two would do")
                .isFalse();
        assertThat(plan(100, 1000, execution(4, 10, null)).limitedByConnections())
                .as("no more workers are wanted")
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"10098, 50", "10098, 1", "1000000, 500", "1445, 50", "1446, 50"})
    void aWorkflowHasNoMoreThan3000Nodes(long batches, int parallelism) {
        PodPlan plan = plan(batches, batches, execution(parallelism, parallelism, 1));
        int nodes = 2 * plan.pods() + 2 * plan.lanes().size() + 10;
        assertThat(nodes).isLessThanOrEqualTo(3_000);
        assertThat(plan.limitedByNodes()).isEqualTo(plan.pods() < batches);
        if (plan.limitedByNodes()) {
            assertThat(nodes).as("and hardly fewer").isGreaterThan(2_997);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 3", "8, 3", "9, 3", "2000, 7", "1490, 1"})
    void everyPodIsInOneLane(int batches, int parallelism) {
        PodPlan plan = plan(batches, batches, execution(parallelism, parallelism, 1));
        List<Integer> pods = new ArrayList<>();
        for (Lane lane : plan.lanes()) {
            assertThat(lane.of()).isEqualTo(plan.pods());
            IntStream.range(lane.first(), lane.first() + lane.pods()).forEach(pods::add);
        }
        assertThat(pods)
                .containsExactlyElementsOf(
                        IntStream.range(0, plan.pods()).boxed().toList());
        assertThat(plan.lanes().stream().mapToInt(Lane::pods).max().orElseThrow()
                        - plan.lanes().stream().mapToInt(Lane::pods).min().orElseThrow())
                .isLessThanOrEqualTo(1);
    }

    @Test
    void tenThousandTablesByCostAreWorthFarFewerPodSecondsThanAPodEach() {
        OpenWork work = new OpenWork(200, 10_098 * 17L);
        PodPlan byCost = PodPlan.of(work, OptionalDouble.empty(), Duration.ofSeconds(5), execution(50, 50, null));
        assertThat(byCost.pods()).isEqualTo(11);
        assertThat(byCost.wallSeconds()).isLessThan(180);
        double aPodEach = 10_098 * 2.5 + byCost.busySeconds();
        assertThat(aPodEach / byCost.podSeconds()).isGreaterThan(20);
    }
}

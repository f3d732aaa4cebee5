package io.trawl.discovery.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.ledger.Phase;
import io.trawl.discovery.progress.BarRenderer.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BarRendererTest {

    private final BarRenderer renderer = new BarRenderer(true);

    private static State state(long done, long listed, long failed, long millis) {
        return new State(
                Phase.INGESTION, new ProgressCounters.Now(0, done, listed, failed), Duration.ofMillis(millis), "");
    }

    @Test
    void showsShareCountsTimesAndThroughput() {
        assertThat(renderer.render(state(1260, 2000, 0, 1552), 72))
                .isEqualTo("Ingesting 63% |████████████▌       | 1260/2000 (0:00:01 / 0:00:00) 812/s")
                .hasSize(72);
    }

    @Test
    void isFullAtTheEndAndOnlyThen() {
        assertThat(renderer.render(state(1999, 2000, 0, 2000), 80))
                .contains("99%")
                .contains("▉|");
        assertThat(renderer.render(state(2000, 2000, 3, 2000), 80))
                .contains("100%")
                .contains("█|")
                .contains(", 3 failed");
    }

    @Test
    void beforeAnythingIsListedThereIsNothingToMeasure() {
        assertThat(renderer.render(
                        new State(Phase.DISCOVERY, new ProgressCounters.Now(0, 0, 0, 0), Duration.ofSeconds(3), ""),
                        80))
                .isEqualTo("Discovering (0:00:03)");
    }

    @Test
    void whatWasDoneEarlierCountsForTheShareAndNotForTheSpeed() {
        ProgressCounters.Now resumed = new ProgressCounters.Now(500, 600, 1000, 0);
        assertThat(renderer.render(new State(Phase.INGESTION, resumed, Duration.ofSeconds(10), ""), 80))
                .contains("60%", "600/1000 (0:00:10 / 0:00:40) 10/s");
        ProgressCounters.Now justResumed = new ProgressCounters.Now(500, 500, 1000, 0);
        assertThat(renderer.render(new State(Phase.INGESTION, justResumed, Duration.ofSeconds(1), ""), 80))
                .contains("500/1000 (0:00:01 / ?) 0.0/s");
    }

    @Test
    void aRunThatWaitsSaysWhyInPlaceOfTheBar() {
        Duration elapsed = Duration.ofSeconds(45);
        assertThat(renderer.render(
                        new State(
                                Phase.DISCOVERY,
                                new ProgressCounters.Now(0, 0, 0, 0),
                                elapsed,
                                "step 'discover' has failed"),
                        80))
                .isEqualTo("Discovering (0:00:45), waits: step 'discover' has failed");
        assertThat(renderer.render(
                        new State(Phase.INGESTION, new ProgressCounters.Now(0, 4, 9, 0), elapsed, "x".repeat(90)), 40))
                .isEqualTo("Ingesting 4/9 (0:00:45), waits: xxxxxxxx");
    }

    @Test
    void withoutBlocksItIsPlainAscii() {
        assertThat(new BarRenderer(false).render(state(50, 100, 0, 60_000), 80))
                .contains("|####")
                .matches("\\p{ASCII}+");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 20, 40, 60, 80, 300})
    void neverIsWiderThanTheTerminal(int width) {
        assertThat(renderer.render(state(123_456, 1_000_000, 17, 4_000_000), width))
                .hasSizeLessThanOrEqualTo(width);
    }
}

package io.trawl.discovery.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import io.trawl.api.report.Report.Counts;
import io.trawl.testkit.SettableClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LineProgressTest {

    private static final EntityDescriptor TABLE = new EntityDescriptor("s.d.sch.t", EntityType.TABLE, Map.of(), 1);

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final SettableClock clock = new SettableClock(Instant.EPOCH);
    private final LineProgress progress =
            new LineProgress(new PrintStream(written, true, StandardCharsets.UTF_8), clock);

    @Test
    void aLineEveryFiveSecondsAndOneAtTheEnd() {
        progress.listed(12);
        for (int second = 1; second <= 12; second++) {
            clock.set(Instant.EPOCH.plusSeconds(second));
            progress.completed(List.of(
                    second == 3 ? new Outcome.Failed(TABLE, FailureKind.BUG, "x") : new Outcome.Ingested(TABLE)));
        }
        progress.warning("mind this");
        progress.close();
        assertThat(written.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "trawl: 5 of 12 entities after 5 s, 1 failed",
                        "trawl: 10 of 12 entities after 10 s, 1 failed",
                        "trawl: warning: mind this",
                        "trawl: 12 of 12 entities after 12 s, 1 failed");
    }

    @Test
    void ofARunThatOthersWorkOnTheWholeIsShown() {
        progress.standing(new Counts(100, 60, 0, 0, 0, 2, 0));
        clock.set(Instant.EPOCH.plusSeconds(5));
        progress.completed(List.of(new Outcome.Ingested(TABLE)));
        clock.set(Instant.EPOCH.plusSeconds(10));
        progress.standing(new Counts(120, 90, 0, 0, 0, 2, 0));
        progress.close();
        assertThat(written.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "trawl: 63 of 100 entities after 5 s, 2 failed",
                        "trawl: 92 of 120 entities after 10 s, 2 failed",
                        "trawl: 92 of 120 entities after 10 s, 2 failed");
    }

    @Test
    void aRunThatWaitsSaysWhyUntilItGoesOn() {
        progress.waiting("step 'discover' has failed once");
        clock.set(Instant.EPOCH.plusSeconds(5));
        progress.standing(Counts.ZERO);
        progress.waiting("");
        clock.set(Instant.EPOCH.plusSeconds(10));
        progress.standing(Counts.ZERO);
        assertThat(written.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "trawl: nothing listed yet after 5 s; step 'discover' has failed once",
                        "trawl: nothing listed yet after 10 s");
    }

    @Test
    void aRunThatNobodyHasTakenUpYet() {
        clock.set(Instant.EPOCH.plusSeconds(5));
        progress.standing(Counts.ZERO);
        progress.close();
        assertThat(written.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("trawl: nothing listed yet after 5 s");
    }
}

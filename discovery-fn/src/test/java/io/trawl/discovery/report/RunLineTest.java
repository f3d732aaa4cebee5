package io.trawl.discovery.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.ledger.NewRun;
import io.trawl.api.ledger.Phase;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.report.Report.Counts;
import io.trawl.api.report.Report.State;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a run took that was led for 3 s and began nine minutes ago. */
class RunLineTest {

    private static final Instant BEGAN = Instant.parse("2026-11-22T08:17:36Z");

    @ParameterizedTest
    @CsvSource({
        "argo, RUNNING, 540",
        "knative, RUNNING, 540",
        "local, RUNNING, 3",
        "argo, SUCCESS, 3",
        "argo, INTERRUPTED, 3",
        "argo, STOPPED, 3"
    })
    void duration(String mode, State state, long seconds) {
        RunRecord run = new RunRecord(
                new NewRun("r", "w", "svc", "digest", "catalog", mode),
                state,
                Phase.INGESTION,
                BEGAN,
                null,
                Duration.ofSeconds(3),
                BEGAN,
                Counts.ZERO,
                false);
        Instant now = BEGAN.plusSeconds(540);
        assertThat(RunLine.duration(run, now)).hasSeconds(seconds);
        assertThat(RunLine.of(run, now).durationSeconds()).isEqualTo(seconds);
    }
}

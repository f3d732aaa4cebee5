package io.trawl.function;

import io.micrometer.core.instrument.MeterRegistry;
import io.trawl.api.model.Outcome;
import io.trawl.api.report.Report;
import io.trawl.api.util.OneLine;
import io.trawl.engine.RunListener;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Counts what a run does: {@code trawl_entities_total}, {@code trawl_retries_total}, {@code trawl_batch_seconds},
 * {@code trawl_run_seconds}.
 *
 * @param workflow a label of what is timed
 */
public record RunMetrics(MeterRegistry meters, String workflow) implements RunListener {

    private static final Logger LOG = Logger.getLogger(RunMetrics.class);

    @Override
    public void completed(List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            String type = outcome.descriptor().type().wireName();
            meters.counter("trawl_entities", "type", type, "outcome", outcome.wireName())
                    .increment();
        }
    }

    @Override
    public void retrying(long howMany) {
        meters.counter("trawl_retries").increment(howMany);
    }

    @Override
    public void batchEnded(Duration took) {
        meters.timer("trawl_batch", "workflow", workflow).record(took);
    }

    @Override
    public void warning(String message) {
        LOG.warnf("%s: %s", workflow, OneLine.of(message));
    }

    /** The run ended with this report. */
    public void ended(Report report) {
        meters.timer("trawl_run", "workflow", workflow, "state", report.state().wireName())
                .record(Duration.ofNanos((long) (report.durationSeconds() * 1e9)));
    }
}

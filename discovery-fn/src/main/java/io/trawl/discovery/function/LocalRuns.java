package io.trawl.discovery.function;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.Workflow;
import io.trawl.engine.IngestionEngine;
import io.trawl.engine.Run;
import io.trawl.events.EventException;
import io.trawl.function.RunMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Executes runs in this process: at most one of each workflow at a time. They are stopped when the process ends. */
@ApplicationScoped
public class LocalRuns {

    private final IngestionEngine engine = new IngestionEngine();
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private final Map<String, Run> running = new ConcurrentHashMap<>();
    private final MeterRegistry meters;

    LocalRuns(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * Runs a workflow to its end.
     *
     * @throws EventException 409 if it is running already: a broker that did not wait for the answer sends an event again
     */
    Report execute(Workflow workflow) {
        String name = workflow.name();
        if (!underWay.add(name)) {
            throw EventException.conflict("workflow: '" + name + "' is running already");
        }
        try {
            RunMetrics metrics = new RunMetrics(meters, name);
            Report report = engine.ingest(workflow, RunStart.anew(), metrics, run -> running.put(name, run));
            metrics.ended(report);
            return report;
        } finally {
            running.remove(name);
            underWay.remove(name);
        }
    }

    void stop(@Observes ShutdownEvent shutdown) {
        running.values().forEach(Run::stop);
    }
}

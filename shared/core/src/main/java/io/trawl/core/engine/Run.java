package io.trawl.core.engine;

import io.trawl.core.config.Workflow;
import io.trawl.core.report.Report;

/** One execution of a workflow. */
public final class Run {

    Run(Workflow workflow, RunListener listener) {}

    /** Runs to the end, or until {@link #stop}. */
    public Report execute() {
        throw new IllegalStateException("under construction");
    }

    /** Asks the run to end: batches under way are finished, no other is begun. Returns at once. */
    public void stop() {}
}

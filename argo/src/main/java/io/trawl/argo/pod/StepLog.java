package io.trawl.argo.pod;

import io.trawl.api.ledger.OpenWork;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.util.OneLine;
import io.trawl.api.workflow.DistributedExecution;
import io.trawl.engine.RunListener;
import java.io.PrintWriter;
import java.util.Locale;

/** What a step says on stderr, a line each: a pod's log. */
final class StepLog implements RunListener {

    private final PrintWriter err;

    StepLog(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void warning(String message) {
        err.println("trawl: " + OneLine.folded(message));
        err.flush();
    }

    void info(RunRecord run, String what) {
        warning("run " + run.run().runId() + ": " + what);
    }

    /** As it is. */
    void lines(String text) {
        err.print(text);
        err.flush();
    }

    /** How many pods there are and why, and what they will probably take. */
    void plan(RunRecord run, OpenWork open, PodPlan plan, DistributedExecution execution) {
        info(
                run,
                "entities listed: " + run.entities().listed() + ", batches open: " + open.batches() + ", pods: "
                        + plan.pods() + " in " + plan.lanes().size() + " lanes; "
                        + String.format(
                                Locale.ROOT,
                                "probably %.0f s of work, %.0f s of pods, %.0f s in all",
                                plan.busySeconds(),
                                plan.podSeconds(),
                                plan.wallSeconds()));
        if (plan.limitedByNodes()) {
            info(run, "pods take several batches each: a Workflow holds no more nodes (at most 3000)");
        }
        if (plan.limitedByConnections()) {
            info(
                    run,
                    "no more pods work at a time than maxSourceConnections allows, which is "
                            + execution.maxSourceConnections() + "; parallelism is " + execution.parallelism());
        }
    }
}

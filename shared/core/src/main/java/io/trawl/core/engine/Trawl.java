package io.trawl.core.engine;

import io.trawl.core.config.Workflow;

/** The way in: what can be done with a workflow. */
public final class Trawl {

    private Trawl() {}

    /** Makes a run of the workflow; nothing is opened yet. */
    public static Run run(Workflow workflow, RunListener listener) {
        return new Run(workflow, listener);
    }
}

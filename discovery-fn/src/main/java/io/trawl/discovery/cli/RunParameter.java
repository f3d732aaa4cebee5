package io.trawl.discovery.cli;

import picocli.CommandLine.Parameters;

/** Which run a command is about. */
final class RunParameter {

    static final String LABEL = "RUN";

    @Parameters(index = "0", paramLabel = LABEL, description = "Which run: its id, or latest.")
    private String run;

    /** An id, or {@link io.trawl.api.ledger.Ledger#LATEST}. */
    String run() {
        return run;
    }
}

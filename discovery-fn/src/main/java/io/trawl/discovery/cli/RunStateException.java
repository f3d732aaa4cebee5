package io.trawl.discovery.cli;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;

/** What was asked for cannot be, and the ledger says why: no such run, one is under way, it has ended. */
final class RunStateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private RunStateException(TrawlException cause) {
        super(cause.getMessage(), cause);
    }

    /** A refusal if the ledger found fault with the question; what it was if the ledger could not answer. */
    static RuntimeException of(TrawlException e) {
        return e.kind() == FailureKind.INVALID ? new RunStateException(e) : e;
    }
}

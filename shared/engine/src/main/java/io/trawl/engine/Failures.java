package io.trawl.engine;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.util.OutOfMemory;
import io.trawl.api.workflow.ConfigException;

/**
 * What an exception says to the user: a {@link TrawlException} has its kind, a {@link ConfigException} is INVALID, and the
 * rest is a bug. If memory has run out, none of this matters any more.
 */
final class Failures {

    private Failures() {}

    static FailureKind kindOf(RuntimeException e) {
        OutOfMemory.check(e);
        if (e instanceof ConfigException) {
            return FailureKind.INVALID;
        }
        return e instanceof TrawlException known ? known.kind() : FailureKind.BUG;
    }

    static String messageOf(RuntimeException e) {
        return e instanceof TrawlException || e instanceof ConfigException ? e.getMessage() : e.toString();
    }
}

package io.trawl.core.engine;

import io.trawl.core.config.ConfigException;
import io.trawl.core.model.FailureKind;
import io.trawl.core.model.TrawlException;

/** What an exception says to the user: whoever knows better has thrown a {@link TrawlException}; the rest is a bug. */
final class Failures {

    private Failures() {}

    static FailureKind kindOf(RuntimeException e) {
        if (e instanceof ConfigException) {
            return FailureKind.INVALID;
        }
        return e instanceof TrawlException known ? known.kind() : FailureKind.BUG;
    }

    static String messageOf(RuntimeException e) {
        return e instanceof TrawlException || e instanceof ConfigException ? e.getMessage() : e.toString();
    }
}

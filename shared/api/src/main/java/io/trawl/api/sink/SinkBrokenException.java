package io.trawl.api.sink;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;

/**
 * The sink takes nothing any more, whatever is sent to it: a disk is full, a reader is gone. It ends the run, since it would fail
 * each of the remaining entities in the same way.
 */
public final class SinkBrokenException extends TrawlException {

    private static final long serialVersionUID = 1L;

    public SinkBrokenException(String message, Throwable cause) {
        super(FailureKind.INVALID, message, cause);
    }
}

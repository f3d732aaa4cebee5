package io.trawl.source.kit;

import io.trawl.api.model.TrawlException;

/** A page could not be read; tells it from an exception of who takes what is listed, which is the caller's own. */
final class PageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final TrawlException failure;

    PageException(TrawlException failure) {
        super(failure);
        this.failure = failure;
    }

    /** What went wrong. */
    TrawlException failure() {
        return failure;
    }
}

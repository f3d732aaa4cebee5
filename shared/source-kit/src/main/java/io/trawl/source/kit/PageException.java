package io.trawl.source.kit;

import io.trawl.api.model.TrawlException;

/** A page could not be read; the consumer of a listing may throw other exceptions, which are its own. */
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

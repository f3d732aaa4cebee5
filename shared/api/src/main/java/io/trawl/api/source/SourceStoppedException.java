package io.trawl.api.source;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import org.jspecify.annotations.Nullable;

/**
 * A read was given up because {@link DiscoverableSource#stop} was called: it says nothing about the source or about any
 * entity, and is no attempt to read one.
 */
public final class SourceStoppedException extends TrawlException {

    private static final long serialVersionUID = 1L;

    /**
     * @param cause what the read ended with; null if it had not begun
     */
    public SourceStoppedException(@Nullable Throwable cause) {
        super(FailureKind.TRANSIENT, "the source was stopped", cause);
    }
}

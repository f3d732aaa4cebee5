package io.trawl.api.source;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures what one run uses of a source, which may have served other runs before. Runs that share a source at the same time are
 * each credited with all of it. Safe for use by several threads.
 */
public final class SourceMeter {

    private @Nullable Supplier<Optional<SourceUsage>> usage;
    private @Nullable SourceUsage before;

    /** Begins to measure, unless it has begun already. */
    public synchronized void begin(Supplier<Optional<SourceUsage>> source) {
        if (usage == null) {
            usage = source;
            before = source.get().orElse(null);
        }
    }

    /** What was used since it began; empty before that, and if the source does not count. */
    public synchronized Optional<SourceUsage> used() {
        return usage == null ? Optional.empty() : usage.get().map(now -> before == null ? now : now.since(before));
    }
}

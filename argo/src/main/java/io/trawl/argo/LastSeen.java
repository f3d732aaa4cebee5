package io.trawl.argo;

import io.trawl.api.model.TrawlException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What was last seen of Workflows: holds for a while, and as long as the API cannot be asked. */
final class LastSeen {

    private final LongSupplier nanos;
    private final Map<String, Seen> byName = new ConcurrentHashMap<>();

    /**
     * @param at nanoseconds
     * @param old whether it has changed since
     */
    private record Seen(Optional<WorkflowStatus> status, long at, boolean old) {
        boolean holds(Duration age, long now) {
            return !old && now - at < age.toNanos();
        }
    }

    /** @param nanos a clock that never goes back */
    LastSeen(LongSupplier nanos) {
        this.nanos = nanos;
    }

    void saw(WorkflowStatus status) {
        saw(status.name(), Optional.of(status));
    }

    /** Asks the next time, and keeps what is known in case there is no answer. */
    void changed(String name) {
        byName.computeIfPresent(name, (key, seen) -> new Seen(seen.status(), seen.at(), true));
    }

    /**
     * What is known, or what the answer is.
     *
     * @param age up to which it is used without a request
     * @param ask empty if there is no such Workflow
     */
    Optional<WorkflowStatus> status(String name, Duration age, Supplier<Optional<WorkflowStatus>> ask) {
        Seen seen = byName.get(name);
        if (seen != null && seen.holds(age, nanos.getAsLong())) {
            return seen.status();
        }
        try {
            return saw(name, ask.get());
        } catch (TrawlException e) {
            if (seen == null) {
                throw e;
            }
            Optional<WorkflowStatus> known = saw(name, seen.status()); // which is used until it is too old
            if (!e.kind().retried()) {
                throw e;
            }
            return known;
        }
    }

    private Optional<WorkflowStatus> saw(String name, Optional<WorkflowStatus> status) {
        byName.put(name, new Seen(status, nanos.getAsLong(), false));
        return status;
    }
}

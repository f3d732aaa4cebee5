package io.trawl.knative;

import io.cloudevents.CloudEvent;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.events.RunEnded;
import io.trawl.events.RunRequested;
import java.time.Clock;
import java.time.Instant;

/** Sends events about whole runs: a request to continue a run, and the end of a run. */
public final class RunEvents {

    private final BrokerBinding binding;
    private final EventSender sender;
    private final Clock clock;

    public RunEvents(BrokerBinding binding, EventSender sender, Clock clock) {
        this.binding = binding;
        this.sender = sender;
        this.clock = clock;
    }

    /**
     * Sends {@code io.trawl.run.requested.v1}. The event of a run always has the same id.
     *
     * @param requested names a run
     * @return false if no answer came: the broker may have it, and if not, the next ping takes the run up
     * @throws TrawlException if it was refused; one line that names the broker's host
     */
    public boolean requested(RunRequested requested) {
        return send(TrawlEvents.runRequested(requested, clock.instant()));
    }

    /**
     * Sends {@code io.trawl.run.ended.v1}. The event of one end always has the same id.
     *
     * @param endedAt when it ended; a run may be resumed afterwards and end again
     * @return false if no answer came: the broker may have it
     * @throws TrawlException if it was refused; one line that names the broker's host
     */
    public boolean ended(RunEnded ended, Instant endedAt) {
        return send(TrawlEvents.runEnded(ended, endedAt));
    }

    private boolean send(CloudEvent event) {
        try {
            Delivery delivery = sender.send(event);
            if (delivery instanceof Delivery.Refused refused) {
                throw refused.failure(binding);
            }
            return delivery instanceof Delivery.Accepted;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrawlException(FailureKind.TRANSIENT, "interrupted while an event was being sent", e);
        }
    }
}

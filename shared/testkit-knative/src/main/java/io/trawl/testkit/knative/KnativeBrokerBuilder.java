package io.trawl.testkit.knative;

import java.time.Duration;

/** Describes a {@link KnativeBroker}. */
public final class KnativeBrokerBuilder {

    final BrokerKind kind;
    long seed = 1;
    int concurrency = 50;
    long maxEventBytes = 1 << 20;
    Duration fanoutTimeout = Duration.ofMinutes(15);

    KnativeBrokerBuilder(BrokerKind kind) {
        this.kind = kind;
    }

    /** Decides which events go wrong; printed. */
    public KnativeBrokerBuilder seed(long value) {
        seed = value;
        return this;
    }

    /** How many deliveries of one trigger are under way at a time; without a word 50. Only the queued kind bounds them. */
    public KnativeBrokerBuilder concurrency(int value) {
        only(BrokerKind.KAFKA, "concurrency");
        concurrency = value;
        return this;
    }

    /** The largest event, attributes and data; without a word 1 MiB. Only the queued kind has a limit. */
    public KnativeBrokerBuilder maxEventBytes(long value) {
        only(BrokerKind.KAFKA, "maxEventBytes");
        maxEventBytes = value;
        return this;
    }

    /**
     * How long an event's deliveries may take before its sender is answered 500; without a word 15 minutes
     * (fanout_event_handler.go). Replies and what follows from them count. Only the synchronous kind has it.
     */
    public KnativeBrokerBuilder fanoutTimeout(Duration value) {
        only(BrokerKind.IN_MEMORY, "fanoutTimeout");
        fanoutTimeout = value;
        return this;
    }

    /** Starts it on a free port. */
    public KnativeBroker start() {
        return new KnativeBroker(this);
    }

    private void only(BrokerKind of, String option) {
        if (kind != of) {
            throw new IllegalStateException(option + ": a broker of kind " + kind + " has none");
        }
    }
}

package io.trawl.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.funqy.Funq;
import io.quarkus.funqy.knative.events.CloudEvent;
import io.quarkus.funqy.knative.events.CloudEventBuilder;
import io.quarkus.funqy.knative.events.CloudEventMapping;
import io.trawl.core.event.EntityDiscovered;
import io.trawl.core.event.EntityEnded;
import io.trawl.core.event.EventException;
import io.trawl.core.event.Events;
import io.trawl.core.model.EntityDescriptor;
import io.trawl.core.model.Outcome;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** The worker function: ingests the entity an event refers to and answers what became of it. */
public class WorkerFunction {

    private final Sessions sessions;
    private final MeterRegistry meters;

    WorkerFunction(Sessions sessions, MeterRegistry meters) {
        this.sessions = sessions;
        this.meters = meters;
    }

    /**
     * A failure that another attempt will not change is an answer like any other; a failure that it may change leaves as
     * an {@link EventException}, so that the broker sends the event again.
     */
    @Funq("ingest")
    @CloudEventMapping(trigger = Events.ENTITY_DISCOVERED)
    public CloudEvent<EntityEnded> ingest(EntityDiscovered discovered) {
        try {
            if (discovered == null) {
                throw EventException.unusable("data: missing");
            }
            EntityDescriptor descriptor = discovered.descriptor();
            SessionWorker worker = sessions.worker(discovered.workflow());
            Outcome outcome = meters.timer("trawl_batch", "workflow", discovered.workflow())
                    .record(() -> worker.ingest(descriptor));
            EntityEnded ended = EntityEnded.of(discovered, outcome);
            meters.counter("trawl_entities", "type", ended.type(), "outcome", ended.outcome())
                    .increment();
            if (outcome instanceof Outcome.Failed failed && failed.kind().retried()) {
                throw EventException.of(failed.kind(), failed.message(), null);
            }
            return answer(ended);
        } catch (RuntimeException e) {
            throw EventException.ofFunction(e);
        }
    }

    private static CloudEvent<EntityEnded> answer(EntityEnded ended) {
        String type = ended.kind() == null ? Events.ENTITY_INGESTED : Events.ENTITY_FAILED;
        return CloudEventBuilder.create()
                .id(Events.id(type, ended.run(), ended.type(), ended.id()))
                .type(type)
                .source(Events.source(ended.workflow(), ended.run()))
                .time(OffsetDateTime.now(ZoneOffset.UTC))
                .build(ended);
    }
}

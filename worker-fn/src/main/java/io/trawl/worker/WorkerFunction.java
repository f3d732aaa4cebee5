package io.trawl.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.funqy.Funq;
import io.quarkus.funqy.knative.events.CloudEvent;
import io.quarkus.funqy.knative.events.CloudEventBuilder;
import io.quarkus.funqy.knative.events.CloudEventMapping;
import io.trawl.events.EntityDiscovered;
import io.trawl.events.EntityEnded;
import io.trawl.events.Events;
import io.trawl.function.IncomingEvent;
import io.trawl.function.RunMetrics;
import io.trawl.function.Workflows;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The worker function: processes the batch that an event names and answers with its outcomes. */
@Singleton
public class WorkerFunction {

    private static final Logger LOG = Logger.getLogger(WorkerFunction.class);

    private final Workers workers;

    WorkerFunction(
            Workflows workflows,
            MeterRegistry meters,
            @ConfigProperty(name = "trawl.connection-patience", defaultValue = "10s") Duration patience) {
        this.workers = new Workers(workflows::read, patience, workflow -> new RunMetrics(meters, workflow), LOG::warn);
    }

    /**
     * A failure that another attempt will not change is an answer like any other; a failure that it may change leaves as
     * an {@link io.trawl.events.EventException}, so that the broker sends the event again.
     *
     * @return null if there is nothing to report: the event came twice, or too late
     */
    @Funq("ingest")
    @CloudEventMapping(trigger = Events.ENTITY_DISCOVERED)
    public @Nullable CloudEvent<EntityEnded> ingest(CloudEvent<EntityDiscovered> event) {
        return workers.handle(IncomingEvent.data(event))
                .map(WorkerFunction::answer)
                .orElse(null);
    }

    private static CloudEvent<EntityEnded> answer(EntityEnded ended) {
        String type = ended.eventType();
        return CloudEventBuilder.create()
                .id(Events.id(
                        type,
                        ended.run(),
                        Long.toString(ended.batch()),
                        ended.entities().get(0).id()))
                .type(type)
                .source(Events.source(ended.workflow(), ended.run()))
                .time(OffsetDateTime.now(ZoneOffset.UTC))
                .build(ended);
    }

    @PreDestroy
    void close() {
        workers.close();
    }
}

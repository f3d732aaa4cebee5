package io.trawl.knative;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.trawl.api.ledger.Dispatch;
import io.trawl.events.EntityDiscovered;
import io.trawl.events.Events;
import io.trawl.events.RunEnded;
import io.trawl.events.RunRequested;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;

/** The events that are sent to a broker, as the CloudEvents SDK has them. */
final class TrawlEvents {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private TrawlEvents() {}

    /** A process is to continue a run; always the same event. */
    static CloudEvent runRequested(RunRequested requested, Instant time) {
        return event(
                Events.RUN_REQUESTED,
                Events.id(Events.RUN_REQUESTED, requested.run()),
                requested.workflow(),
                requested.run(),
                time,
                requested);
    }

    /** A run has ended; always the same event for the same end. */
    static CloudEvent runEnded(RunEnded ended, Instant endedAt) {
        return event(
                Events.RUN_ENDED,
                Events.id(Events.RUN_ENDED, ended.run(), endedAt.toString()),
                ended.workflow(),
                ended.run(),
                endedAt,
                ended);
    }

    /** A batch waits for a worker; another event each time it is sent. */
    static CloudEvent entityDiscovered(String workflow, String run, Dispatch dispatch, Instant time) {
        String id = Events.id(
                Events.ENTITY_DISCOVERED,
                run,
                String.valueOf(dispatch.batch()),
                dispatch.pass().name(),
                String.valueOf(dispatch.attempt()),
                String.valueOf(dispatch.sendCount()));
        return event(Events.ENTITY_DISCOVERED, id, workflow, run, time, EntityDiscovered.of(workflow, run, dispatch));
    }

    private static CloudEvent event(String type, String id, String workflow, String run, Instant time, Object data) {
        try {
            return CloudEventBuilder.v1()
                    .withId(id)
                    .withSource(URI.create(Events.source(workflow, run)))
                    .withType(type)
                    .withTime(time.atOffset(ZoneOffset.UTC))
                    .withData("application/json", JSON.writeValueAsBytes(data))
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(type + ": cannot be written as JSON", e);
        }
    }
}

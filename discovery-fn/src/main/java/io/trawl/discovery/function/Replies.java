package io.trawl.discovery.function;

import io.quarkus.funqy.knative.events.CloudEvent;
import io.quarkus.funqy.knative.events.CloudEventBuilder;
import io.trawl.events.Events;
import io.trawl.events.RunEnded;
import io.trawl.events.RunRequested;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** The events this function answers with; the broker takes them in. */
final class Replies {

    private Replies() {}

    /** The same event whenever it is asked for. */
    static CloudEvent<Object> ended(RunEnded ended) {
        return reply(Events.RUN_ENDED, ended.workflow(), ended.run(), ended, Events.id(Events.RUN_ENDED, ended.run()));
    }

    /**
     * Asks for the next step.
     *
     * @param step distinguishes it from the one before
     */
    static CloudEvent<Object> next(RunRequested next, String step) {
        return reply(
                Events.RUN_REQUESTED,
                next.workflow(),
                next.run(),
                next,
                Events.id(Events.RUN_REQUESTED, next.run(), step));
    }

    private static CloudEvent<Object> reply(String type, String workflow, String run, Object data, String id) {
        return CloudEventBuilder.create()
                .id(id)
                .type(type)
                .source(Events.source(workflow, run))
                .time(OffsetDateTime.now(ZoneOffset.UTC))
                .build(data);
    }
}

package io.trawl.discovery.function;

import io.quarkus.funqy.Funq;
import io.quarkus.funqy.knative.events.CloudEvent;
import io.quarkus.funqy.knative.events.CloudEventBuilder;
import io.quarkus.funqy.knative.events.CloudEventMapping;
import io.trawl.core.config.Workflow;
import io.trawl.core.event.EventException;
import io.trawl.core.event.Events;
import io.trawl.core.event.RunEnded;
import io.trawl.core.event.RunRequested;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** The discovery function: runs the workflow an event names, in the mode its file names, and answers how it went. */
public class DiscoveryFunction {

    private final Workflows workflows;
    private final Runs runs;

    DiscoveryFunction(Workflows workflows, Runs runs) {
        this.workflows = workflows;
        this.runs = runs;
    }

    /** Everything that goes wrong leaves as an {@link EventException}, which decides the answer's status. */
    @Funq("run")
    @CloudEventMapping(trigger = Events.RUN_REQUESTED)
    public CloudEvent<RunEnded> run(RunRequested requested) {
        try {
            RunEnded ended = RunEnded.of(runs.execute(read(requested)));
            return CloudEventBuilder.create()
                    .id(Events.id(Events.RUN_ENDED, ended.run()))
                    .type(Events.RUN_ENDED)
                    .source(Events.source(ended.workflow(), ended.run()))
                    .time(OffsetDateTime.now(ZoneOffset.UTC))
                    .build(ended);
        } catch (RuntimeException e) {
            throw EventException.ofFunction(e);
        }
    }

    private Workflow read(RunRequested requested) {
        if (requested == null || requested.workflow() == null) {
            throw EventException.unusable("data.workflow: missing");
        }
        return workflows.read(requested.workflow());
    }
}

package io.trawl.discovery.function;

import io.quarkus.funqy.Funq;
import io.quarkus.funqy.knative.events.CloudEvent;
import io.quarkus.funqy.knative.events.CloudEventMapping;
import io.trawl.api.util.OneLine;
import io.trawl.api.workflow.Workflow;
import io.trawl.events.EventException;
import io.trawl.events.Events;
import io.trawl.events.RunEnded;
import io.trawl.events.RunRequested;
import io.trawl.function.IncomingEvent;
import io.trawl.function.Workflows;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The discovery function: runs the workflow that an event names, in the mode that the workflow names. A run whose
 * batches a broker delivers is led in steps: the answer to one step is the event that requests the next.
 */
public class DiscoveryFunction {

    /** The type of what a Knative PingSource sends. */
    static final String PING = "dev.knative.sources.ping";

    private static final Logger LOG = Logger.getLogger(DiscoveryFunction.class);

    private final Workflows workflows;
    private final LocalRuns runs;
    private final BrokerRuns steps;

    DiscoveryFunction(Workflows workflows, LocalRuns runs, BrokerRuns steps) {
        this.workflows = workflows;
        this.runs = runs;
        this.steps = steps;
    }

    /**
     * Begins a run or continues one. Every failure is thrown as an {@link EventException}, which decides the answer's
     * status.
     *
     * @return null if another process leads the run, or it is over
     */
    @Funq("run")
    @CloudEventMapping(trigger = Events.RUN_REQUESTED)
    public @Nullable CloudEvent<Object> run(CloudEvent<RunRequested> event) {
        try {
            RunRequested requested = IncomingEvent.data(event);
            if (requested == null) {
                throw EventException.unusable("data.workflow: missing");
            }
            return run(requested.checked(), event);
        } catch (RuntimeException e) {
            throw EventException.ofFunction(e);
        }
    }

    /**
     * Handles a ping of a schedule: runs the workflow that it names or, if it names none, continues a run that has lost
     * its leader (reconcile).
     *
     * @return null if there is none, another process leads it, or it is over
     */
    @Funq("ping")
    @CloudEventMapping(trigger = PING)
    public @Nullable CloudEvent<Object> ping(CloudEvent<RunRequested> event) {
        try {
            RunRequested requested = IncomingEvent.data(event);
            boolean names = requested != null && requested.workflow() != null;
            return names ? scheduled(requested.checked(), event) : steps.reconcile();
        } catch (RuntimeException e) {
            throw EventException.ofFunction(e);
        }
    }

    /** Skips a scheduled run while the run before it is active, as a CronJob that forbids concurrency does. */
    private CloudEvent<Object> scheduled(RunRequested requested, CloudEvent<?> event) {
        try {
            return run(requested, event);
        } catch (EventException e) {
            if (e.status() != EventException.CONFLICT) {
                throw e;
            }
            LOG.warnf("schedule: %s; passed over", OneLine.of(e.getMessage()));
            return null;
        }
    }

    private CloudEvent<Object> run(RunRequested requested, CloudEvent<?> event) {
        Workflow workflow = workflows.read(requested.workflow());
        if (BrokerRuns.leads(workflow)) {
            return requested.run() == null ? steps.begin(workflow, requested, event) : steps.lead(workflow, requested);
        }
        if (requested.run() != null) {
            throw EventException.unusable("data.run: '" + requested.run() + "' of workflow '" + workflow.name()
                    + "' cannot be continued by events: its orchestrator is not " + BrokerRuns.orchestrator());
        }
        return Replies.ended(RunEnded.of(runs.execute(workflow)));
    }
}

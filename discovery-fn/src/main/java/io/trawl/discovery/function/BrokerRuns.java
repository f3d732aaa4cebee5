package io.trawl.discovery.function;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.funqy.knative.events.CloudEvent;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.model.FailureKind;
import io.trawl.api.workflow.Workflow;
import io.trawl.events.RunRequested;
import io.trawl.function.RunMetrics;
import io.trawl.function.Workflows;
import io.trawl.knative.Broker;
import io.trawl.knative.Delivery;
import io.trawl.knative.KnativeProvider;
import io.trawl.knative.RunSteps;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** {@link RunSteps} as this function has them: settings and signals come from Quarkus, and the next step is an answer. */
@Singleton
public class BrokerRuns {

    private static final Logger LOG = Logger.getLogger(BrokerRuns.class);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final RunSteps steps;

    BrokerRuns(
            Workflows workflows,
            MeterRegistry meters,
            @ConfigProperty(name = "trawl.window") OptionalInt window,
            @ConfigProperty(name = "trawl.resend-after", defaultValue = "5m") Duration resendAfter,
            @ConfigProperty(name = "trawl.step", defaultValue = "4m") Duration length) {
        this.steps = new RunSteps(
                workflows::all,
                new Broker(System.getenv(), window, resendAfter),
                workflow -> new RunMetrics(meters, workflow),
                (workflow, report) -> new RunMetrics(meters, workflow).ended(report),
                length,
                LOG::warn);
    }

    /** The orchestrator whose runs these are. */
    static String orchestrator() {
        return KnativeProvider.NAME;
    }

    /** Whether a workflow's runs are led here. */
    static boolean leads(Workflow workflow) {
        return KnativeProvider.runs(workflow);
    }

    /** What an answer with that status to an event means. */
    static FailureKind kindOf(int status) {
        return Delivery.kindOf(status);
    }

    /** Begins a run. Its id follows from the event, so that an event that comes twice begins one run. */
    CloudEvent<Object> begin(Workflow workflow, RunRequested requested, CloudEvent<?> event) {
        return answer(steps.begin(workflow, runId(event), requested.allowLargeDeletion()));
    }

    /** Source and id identify an event (CloudEvents 1.0); its time, if it has one, makes the run's id readable. */
    private static String runId(CloudEvent<?> event) {
        String identity = event.source() + '\n' + event.id();
        String digest = UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
        return event.time() == null
                ? "event-" + digest.substring(0, 16)
                : TIME.format(event.time().withOffsetSameInstant(ZoneOffset.UTC)) + "-" + digest.substring(0, 8);
    }

    /** Leads a run through its next step. */
    CloudEvent<Object> lead(Workflow workflow, RunRequested requested) {
        return answer(steps.lead(workflow, requested));
    }

    /** Continues a run that has lost its leader. */
    CloudEvent<Object> reconcile() {
        return answer(steps.reconcile());
    }

    private static CloudEvent<Object> answer(Optional<RunRequested> next) {
        return next.map(requested -> Replies.next(requested, UUID.randomUUID().toString()))
                .orElse(null);
    }

    /** The ledger of a workflow; left open. */
    DurableLedger ledger(Workflow workflow) {
        return steps.ledger(workflow);
    }

    /** The pod is shutting down: its runs are handed over, and another pod leads the next step. */
    void leave(@Observes ShutdownDelayInitiatedEvent shutdown) {
        steps.leave();
    }

    @PreDestroy
    void close() {
        steps.close();
    }
}

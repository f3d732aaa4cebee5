package io.trawl.knative;

import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.engine.DispatcherFactory;
import io.trawl.events.EventException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;

/** The broker that a SinkBinding has bound this function to. */
public final class Broker {

    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final Map<String, String> environment;
    private final OptionalInt window;
    private final Duration resendAfter;
    private final Random random = new Random();

    /**
     * @param environment variables by name; a SinkBinding sets some
     * @param window how many batches of a run may be sent and not ended at a time; empty: the default
     * @param resendAfter when a batch that was sent and not claimed is sent again
     */
    public Broker(Map<String, String> environment, OptionalInt window, Duration resendAfter) {
        this.environment = environment;
        this.window = window;
        this.resendAfter = resendAfter;
    }

    /**
     * Sends events about runs.
     *
     * @throws EventException 503 if there is no broker
     * @throws io.trawl.api.workflow.ConfigException if what was bound cannot be understood
     */
    RunEvents events() {
        BrokerBinding binding = binding();
        EventSender sender = new EventSender(binding, ANSWER, EventSender.defaultRetries(), random);
        return new RunEvents(binding, sender, Clock.systemUTC());
    }

    private BrokerBinding binding() {
        return BrokerBinding.of(environment)
                .orElseThrow(() -> new EventException(
                        503, "K_SINK: is not set; a SinkBinding sets it to the address of the broker", null));
    }

    /**
     * Makes dispatchers that send to the broker.
     *
     * @throws EventException 503 if there is none
     * @throws io.trawl.api.workflow.ConfigException if what was bound cannot be understood
     */
    DispatcherFactory<DurableRunLedger> dispatchers() {
        BrokerBinding binding = binding();
        return (connectors, ledger, listener) -> {
            BrokerSettings settings =
                    BrokerSettings.of(connectors.workflow().execution().parallelism(), window, resendAfter);
            return new BrokerDispatcher(
                    connectors.workflow().name(), ledger, listener, binding, settings, Clock.systemUTC(), random);
        };
    }
}

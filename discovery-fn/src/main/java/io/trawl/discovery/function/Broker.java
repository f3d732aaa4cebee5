package io.trawl.discovery.function;

import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.engine.DispatcherFactory;
import io.trawl.events.EventException;
import io.trawl.knative.BrokerBinding;
import io.trawl.knative.BrokerDispatcher;
import io.trawl.knative.BrokerSettings;
import io.trawl.knative.EventSender;
import io.trawl.knative.RunEvents;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Random;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The broker that a SinkBinding has bound this function to. */
@Singleton
public class Broker {

    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final OptionalInt window;
    private final Duration resendAfter;
    private final Random random = new Random();

    Broker(
            @ConfigProperty(name = "trawl.window") OptionalInt window,
            @ConfigProperty(name = "trawl.resend-after", defaultValue = "5m") Duration resendAfter) {
        this.window = window;
        this.resendAfter = resendAfter;
    }

    /**
     * Tells of runs.
     *
     * @throws EventException 503 if there is no broker
     * @throws io.trawl.api.workflow.ConfigException if what was bound cannot be understood
     */
    RunEvents events() {
        BrokerBinding binding = binding();
        EventSender sender = new EventSender(binding, ANSWER, EventSender.defaultRetries(), random);
        return new RunEvents(binding, sender, Clock.systemUTC());
    }

    private static BrokerBinding binding() {
        return BrokerBinding.of(System.getenv())
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
        return (session, ledger, listener) -> {
            BrokerSettings settings = BrokerSettings.of(
                            session.workflow().execution().parallelism())
                    .with(window, resendAfter);
            return new BrokerDispatcher(
                    session.workflow().name(), ledger, listener, binding, settings, Clock.systemUTC(), random);
        };
    }
}

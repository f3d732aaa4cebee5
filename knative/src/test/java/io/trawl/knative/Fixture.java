package io.trawl.knative;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudevents.CloudEvent;
import io.trawl.api.workflow.RetryPolicy;
import io.trawl.engine.RunListener;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** What the tests of a dispatcher share. */
final class Fixture {

    static final RetryPolicy QUICK = new RetryPolicy(3, Duration.ofMillis(5), 2, Duration.ofMillis(20));
    static final BrokerSettings SETTINGS =
            new BrokerSettings(100, Duration.ofHours(1), 64, Duration.ofSeconds(60), QUICK, Duration.ofSeconds(20));

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
    final RunListener listener = new RunListener() {
        @Override
        public void warning(String message) {
            warnings.add(message);
        }
    };

    static BrokerBinding binding(URI uri) {
        return new BrokerBinding(uri, Map.of(), null, Path.of("no-such-token"));
    }

    BrokerDispatcher dispatcher(StubBroker broker, FakeLedger ledger, BrokerSettings settings) {
        return dispatcher(broker.uri(), ledger, settings);
    }

    BrokerDispatcher dispatcher(URI uri, FakeLedger ledger, BrokerSettings settings) {
        return new BrokerDispatcher(
                "sales", ledger.ledger(), listener, binding(uri), settings, Clock.systemUTC(), new Random(1));
    }

    /** Waits as a run does, for what must come. */
    static void await(BrokerDispatcher dispatcher, BooleanSupplier reached) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            dispatcher.awaitIdle();
            assertThat(System.nanoTime() - until).as("waited for too long").isNegative();
            Thread.sleep(1);
        }
    }

    static void await(BooleanSupplier reached) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            assertThat(System.nanoTime() - until).as("waited for too long").isNegative();
            Thread.sleep(1);
        }
    }

    static JsonNode data(CloudEvent event) {
        try {
            return JSON.readTree(event.getData().toBytes());
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static long batch(CloudEvent event) {
        return data(event).get("batch").longValue();
    }
}

package io.trawl.knative;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.trawl.knative.StubBroker.Answer;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;

/**
 * Prints how many events a second reach a broker that answers at once, whose workers have nothing to do. A figure to read,
 * not a test: a busy machine changes it, and the broker runs on the same cores.
 */
@Tag("slow")
class EmissionFigure {

    private static final int SIZE = 20_000;

    @RepeatedTest(4)
    void eventsPerSecond() throws Exception {
        FakeLedger ledger = new FakeLedger(SIZE);
        try (StubBroker broker = StubBroker.start();
                BrokerDispatcher dispatcher = new Fixture()
                        .dispatcher(
                                broker, ledger, BrokerSettings.of(10, OptionalInt.empty(), Duration.ofMinutes(5)))) {
            broker.answering(event -> {
                ledger.done(Fixture.batch(event));
                return Answer.ACCEPTED;
            });
            OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
            long cpu = process.getProcessCpuTime();
            long start = System.nanoTime();
            dispatcher.start();
            Fixture.await(dispatcher, () -> broker.accepted() == SIZE);
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "%d events in %.2f s: %.0f events/s, %d questions to the ledger, %.0f us of CPU an event%n",
                    SIZE, seconds, SIZE / seconds, ledger.asked(), (process.getProcessCpuTime() - cpu) / 1e3 / SIZE);
            assertThat(broker.ids()).hasSize(SIZE).doesNotHaveDuplicates();
        }
    }
}

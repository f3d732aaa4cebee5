package io.trawl.discovery.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.trawl.api.ledger.EntityRecord;
import io.trawl.api.report.Report;
import io.trawl.events.Events;
import io.trawl.testkit.Heap;
import io.trawl.testkit.LogLines;
import io.trawl.testkit.knative.EventCase;
import io.trawl.testkit.knative.EventCases;
import io.trawl.testkit.knative.HostileEvents;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events that nobody means well with, and dead letters. */
@Tag("processes")
@QuarkusTest
@QuarkusTestResource(value = LetterLedger.class, restrictToAnnotatedClass = true)
class HostileEventsTest {

    private static final int WARM_UP = 200;
    private static final int EVENTS = 1000;

    /** Events that were kept would take more: they are above 80 KB on average. */
    private static final long MOST_GROWTH = 20 << 20;

    @TestHTTPResource("/")
    URI function;

    @ParameterizedTest(name = "{0} to /{1}")
    @CsvSource({
        Events.RUN_REQUESTED + ",''",
        Events.RUN_REQUESTED + ",dead-letters",
        Events.ENTITY_DISCOVERED + ",dead-letters"
    })
    void aThousandDoNoHarm(String type, String path) throws Exception {
        long seed = new Random().nextLong();
        System.out.println("HostileEventsTest: seed " + seed);
        try (LogLines log = new LogLines();
                WaitingRun ended = new WaitingRun(1);
                WaitingRun open = open(ended)) {
            HostileEvents events = new HostileEvents(seed, type, LetterLedger.WORKFLOW, ended.id);
            send(events, path, WARM_UP);
            String ledger = ledger();
            long connections = connections();
            long heap = Heap.used();

            send(events, path, EVENTS - WARM_UP);
            assertThat(ledger()).isEqualTo(ledger);
            assertThat(connections())
                    .as("connections; a heartbeat may have one of its own")
                    .isLessThanOrEqualTo(connections + 2);
            assertThat(Heap.used() - heap).as("seed %d", seed).isLessThan(MOST_GROWTH);
            assertThat(log.lines())
                    .noneMatch(line -> LetterLedger.SECRETS.stream().anyMatch(line::contains))
                    .noneMatch(line -> line.length() > 20_000);
            assertThat(open.entity(0).state()).isEqualTo(EntityRecord.State.OPEN);
            assertThat(open.entity(0).kind()).isNull();
        }
    }

    /** One that may not be harmed, begun when the other is over. */
    private static WaitingRun open(WaitingRun ended) {
        ended.ledger.end(Report.State.FAILED, true);
        return new WaitingRun(1);
    }

    private void send(HostileEvents events, String path, int howMany) throws Exception {
        for (int i = 0; i < howMany; i++) {
            EventCase event = events.next();
            HttpResponse<String> answer = event.post(function.resolve(path));
            assertThat(answer.statusCode())
                    .as("%s: %s", event, answer.body())
                    .isEqualTo(path.isEmpty() ? event.status() : event.status() == 413 ? 413 : 204);
            assertThat(answer.body()).hasSizeLessThan(2000).doesNotContain(LetterLedger.SECRETS);
            if (answer.statusCode() == 422) {
                assertThat(answer.body())
                        .as(event.toString())
                        .isNotBlank()
                        .doesNotContain("\n", "\r")
                        .doesNotContainPattern(EventCases.JAVA_CLASS);
            }
        }
    }

    /** What an event could have left behind. */
    private static String ledger() {
        return "runs " + LetterLedger.number("SELECT count(*) FROM trawl.run") + ", sessions "
                + LetterLedger.number("SELECT count(*) FROM trawl.run_session") + ", warnings "
                + LetterLedger.number("SELECT count(*) FROM trawl.warning") + ", batches under way "
                + LetterLedger.number("SELECT count(*) FROM trawl.batch WHERE claimed");
    }

    private static long connections() {
        return LetterLedger.number("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'");
    }
}

package io.trawl.worker;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.trawl.api.report.Report;
import io.trawl.events.Events;
import io.trawl.testkit.Heap;
import io.trawl.testkit.LogLines;
import io.trawl.testkit.knative.EventCase;
import io.trawl.testkit.knative.EventCases;
import io.trawl.testkit.knative.HostileEvents;
import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Events that nobody means well with. */
@Tag("processes")
@QuarkusTest
@QuarkusTestResource(Warehouse.class)
class HostileEventsTest {

    private static final int WARM_UP = 200;
    private static final int EVENTS = 1000;

    /** Events that were kept would take more: they are above 80 KB on average. */
    private static final long MOST_GROWTH = 20 << 20;

    @TestHTTPResource("/")
    URI function;

    @Test
    void aThousandDoNoHarm() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("HostileEventsTest: seed " + seed);
        try (LogLines log = new LogLines();
                PlannedRun run = new PlannedRun("shop")) {
            run.ledger.end(Report.State.FAILED, true);
            HostileEvents events = new HostileEvents(seed, Events.ENTITY_DISCOVERED, "shop", run.id);
            send(events, WARM_UP);
            String ledger = ledger();
            long connections = number("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'");
            long heap = Heap.used();

            send(events, EVENTS - WARM_UP);
            assertThat(ledger()).isEqualTo(ledger);
            assertThat(number("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"))
                    .as("connections; a heartbeat may have one of its own")
                    .isLessThanOrEqualTo(connections + 2);
            assertThat(Heap.used() - heap).as("seed %d", seed).isLessThan(MOST_GROWTH);
            assertThat(log.lines())
                    .noneMatch(line -> line.contains(Warehouse.PASSWORD) || line.contains(Warehouse.catalog.botToken()))
                    .noneMatch(line -> line.length() > 20_000);
        }
        try (PlannedRun run = new PlannedRun("shop")) {
            assertThat(given().contentType("application/cloudevents+json")
                            .body("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/test\",\"type\":\""
                                    + Events.ENTITY_DISCOVERED + "\"" + run.event("orders") + "}")
                            .post("/")
                            .statusCode())
                    .as("it works as before")
                    .isEqualTo(200);
        }
    }

    private void send(HostileEvents events, int howMany) throws Exception {
        for (int i = 0; i < howMany; i++) {
            EventCase event = events.next();
            HttpResponse<String> answer = event.post(function);
            assertThat(answer.statusCode()).as("%s: %s", event, answer.body()).isEqualTo(event.status());
            assertThat(answer.body())
                    .hasSizeLessThan(2000)
                    .doesNotContain(Warehouse.PASSWORD, Warehouse.catalog.botToken());
            if (event.status() == 422) {
                assertThat(answer.body())
                        .as(event.toString())
                        .isNotBlank()
                        .doesNotContain("\n", "\r", Warehouse.folder)
                        .doesNotContainPattern(EventCases.JAVA_CLASS);
            }
        }
    }

    /** What an event could have left behind. */
    private static String ledger() {
        return "runs " + number("SELECT count(*) FROM trawl.run") + ", sessions "
                + number("SELECT count(*) FROM trawl.run_session") + ", warnings "
                + number("SELECT count(*) FROM trawl.warning") + ", batches under way "
                + number("SELECT count(*) FROM trawl.batch WHERE claimed") + ", leases "
                + number("SELECT count(*) FROM trawl.connection_lease WHERE owner IS NOT NULL");
    }

    private static long number(String sql) {
        try (Connection connection = Warehouse.database.connect("ledger");
                ResultSet row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}

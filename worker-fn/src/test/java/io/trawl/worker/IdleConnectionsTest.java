package io.trawl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.trawl.api.source.ConnectionBudget;
import io.trawl.events.Events;
import io.trawl.testkit.knative.SlowClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections on which nothing comes, over real sockets; the time limit is shorter than a function's work here. */
@QuarkusTest
@QuarkusTestResource(Warehouse.class)
@TestProfile(IdleConnectionsTest.ShortLimit.class)
class IdleConnectionsTest {

    private static final Duration LIMIT = Duration.ofMillis(400);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String HEAD =
            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/cloudevents+json\r\n";

    /** The settings. */
    public static final class ShortLimit implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.http.idle-timeout", LIMIT.toMillis() + "ms");
        }
    }

    @TestHTTPResource("/")
    URI function;

    @ConfigProperty(name = "trawl.connection-patience")
    Duration work;

    private static String request(String body) {
        return HEAD + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "POST / HT", HEAD, HEAD + "Content-Length: 100\r\n\r\n{\"specversion\":"})
    void aRequestThatDoesNotGoOnIsCutOff(String sent) throws Exception {
        try (SlowClient client = SlowClient.to(function)) {
            assertThat(client.send(sent).readToEnd(PATIENCE)).isEmpty();
        }
    }

    @Test
    void aSlowOneIsTakenIn() throws Exception {
        String request = request("{\"specversion\":\"1.0\"}");
        int head = request.indexOf("\r\n\r\n") + 4;
        try (SlowClient client = SlowClient.to(function)) {
            client.send(request.substring(0, head));
            for (int i = head; i < request.length(); i++) { // takes several times the limit
                Thread.sleep(LIMIT.toMillis() / 4);
                client.send(request.substring(i, i + 1));
            }
            assertThat(client.readToEnd(PATIENCE)).startsWith("HTTP/1.1 422 ");
        }
    }

    @Test
    @SuppressWarnings("try") // it is held, and not used
    void workThatTakesLongerIsAnsweredAndThenTheConnectionIsClosed() throws Exception {
        assertThat(work).isGreaterThan(LIMIT.multipliedBy(2));
        try (PlannedRun run = new PlannedRun("narrow");
                ConnectionBudget.Lease taken = run.takeConnection();
                SlowClient client = SlowClient.to(function)) {
            client.send(request("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/test\",\"type\":\""
                    + Events.ENTITY_DISCOVERED + "\"" + run.event("orders") + "}"));
            assertThat(client.readToEnd(PATIENCE)).startsWith("HTTP/1.1 503 ").contains("maxSourceConnections");
        }
    }
}

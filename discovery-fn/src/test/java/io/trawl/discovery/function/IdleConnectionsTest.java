package io.trawl.discovery.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.trawl.testkit.knative.SlowClient;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The discovery function's part of the time limit for connections on which nothing comes; the rest is shown by the worker. */
@QuarkusTest
@TestProfile(IdleConnectionsTest.ShortLimit.class)
class IdleConnectionsTest {

    /** The settings. */
    public static final class ShortLimit implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.http.idle-timeout", "400ms");
        }
    }

    @TestHTTPResource("/")
    URI function;

    @ParameterizedTest
    @ValueSource(strings = {"/", "/dead-letters"})
    void aRequestThatDoesNotGoOnIsCutOff(String path) throws Exception {
        try (SlowClient client = SlowClient.to(function)) {
            client.send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 100\r\n\r\n{");
            assertThat(client.readToEnd(Duration.ofSeconds(20))).isEmpty();
        }
    }
}

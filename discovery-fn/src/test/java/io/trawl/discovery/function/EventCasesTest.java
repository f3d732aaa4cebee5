package io.trawl.discovery.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.trawl.events.Events;
import io.trawl.testkit.knative.EventCase;
import io.trawl.testkit.knative.EventCases;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What both functions answer to events that they cannot act on: here the discovery function's part. */
@QuarkusTest
class EventCasesTest {

    @TestHTTPResource("/")
    URI function;

    static List<EventCase> cases() {
        return EventCases.of(Events.RUN_REQUESTED, "{\"workflow\":\"nobody\"}");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void answersWithWhatTheBrokerMustDo(EventCase sent) throws Exception {
        HttpResponse<String> answer = sent.post(function);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(sent.status());
        assertThat(answer.body()).contains(sent.reason()).doesNotContainPattern(EventCases.JAVA_CLASS);
    }
}

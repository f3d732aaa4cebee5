package io.trawl.sink.openmetadata;

import static io.trawl.sink.openmetadata.Fixture.failed;
import static io.trawl.sink.openmetadata.Fixture.hierarchy;
import static io.trawl.sink.openmetadata.Fixture.tables;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import io.trawl.api.workflow.Secret;
import io.trawl.testkit.openmetadata.Answer;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import io.trawl.testkit.openmetadata.ReceivedRequest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What users see when the server says no; and that no secret is ever in it. */
class RefusalsTest extends SinkTest {

    private static final String TOKEN = "eyJhbGciOi.secret-part.signature";
    private static final String HEADER_SECRET = "proxy-secret-99";

    @BeforeEach
    void start() {
        serve(OpenMetadataServer.builder().botToken(TOKEN));
        fixture.extraHeaders = Map.of("X-Proxy-Key", HEADER_SECRET);
    }

    @Test
    void wrongToken() {
        fixture.token = new Secret("wrong-secret-token");
        open();
        assertFails(FailureKind.PERMISSION, () -> sink.writeHierarchy(hierarchy("public")))
                .hasMessage("sink metadata-rest at " + server.hostPort()
                        + ": 401 Unauthorized: the token in"
                        + " workflowConfig.openMetadataServerConfig.securityConfig.jwtToken was refused");
        assertThat(server.requestCount()).as("not tried again").isEqualTo(1);
    }

    @Test
    void noToken() {
        fixture.token = null;
        open();
        assertThatThrownBy(() -> sink.writeHierarchy(hierarchy("public")))
                .hasMessageContaining("401 Unauthorized: the server wants a token, set workflowConfig");
    }

    @Test
    void tokenOfSomebodyWhoMayNotWrite() {
        fixture.token = new Secret(server.userToken());
        open();
        assertFails(FailureKind.PERMISSION, () -> sink.writeHierarchy(hierarchy("public")))
                .hasMessageContaining("PUT /services/databaseServices: 403")
                .hasMessageContaining("operations not allowed");
    }

    @Test
    void tokenRefusedMidRunFailsEachEntityOnce() {
        begin();
        long before = server.requestCount();
        server.plan(ReceivedRequest::isBulk, 100, Answer.status(401));
        assertFailed(100, FailureKind.PERMISSION, sink.write(tables(100)));
        assertThat(server.requestCount()).isEqualTo(before + 1);
    }

    @Test
    void htmlPageOfAProxyBecomesOneShortLine() {
        String page = "<html>\r\n<head><title>502 Bad\nGateway</title></head><body>" + "<p>x</p>".repeat(10_000)
                + "</body></html>";
        begin();
        server.plan(ReceivedRequest::isBulk, 100, Answer.status(502).body("text/html", page));
        assertThat(failed(sink.write(tables(3)))).hasSize(3).allSatisfy(failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(failure.message()).isEqualTo("metadata-rest: PUT /tables/bulk: 502 502 Bad Gateway");
        });
    }

    @Test
    void aLoginPageIsNoSuccess() {
        open();
        server.plan(r -> true, 100, Answer.status(200).body("text/html", "<html>please log in</html>"));
        assertThatThrownBy(() -> sink.writeHierarchy(hierarchy("public")))
                .hasMessageContaining("the answer is no JSON object; is hostPort an OpenMetadata server?");
        assertThat(failed(sink.write(tables(2)))).hasSize(2);
    }

    @Test
    void aRedirectIsNotFollowedAndTheTokenStays() {
        try (OpenMetadataServer elsewhere = OpenMetadataServer.builder().start();
                OpenMetadataSink sink = fixture.sink()) {
            String location = elsewhere.hostPort() + "/v1/services/databaseServices/name/svc";
            server.plan(r -> true, 1, Answer.status(307).header("Location", location));
            assertThatThrownBy(() -> sink.writeHierarchy(hierarchy("public")))
                    .hasMessageContaining("307: redirected to '" + location + "', which is not followed");
            assertThat(elsewhere.requestCount()).isZero();
        }
    }

    @Test
    void everyRequestSaysWhoItIs() {
        begin();
        assertThat(server.requests()).isNotEmpty().allSatisfy(request -> {
            assertThat(request.headers().get("user-agent")).matches("trawl/\\d+\\.\\d+.*");
            assertThat(request.headers()).containsEntry("x-proxy-key", HEADER_SECRET);
            assertThat(request.headers()).containsEntry("authorization", "Bearer " + TOKEN);
        });
    }

    @Test
    void aHeaderThatCannotBeSetIsNamed() {
        fixture.extraHeaders = Map.of("Content-Length", "3");
        open();
        assertThatThrownBy(() -> sink.writeHierarchy(hierarchy("public")))
                .hasMessage("workflowConfig.openMetadataServerConfig.extraHeaders: 'Content-Length' cannot be set");
    }

    @Test
    void noSecretIsShown() {
        String echo = "{\"code\":400,\"message\":\"you sent Bearer " + TOKEN + " and " + HEADER_SECRET + "\"}";
        open();
        server.plan(r -> r.method().equals("PUT"), 100, Answer.status(400).body("application/json", echo));
        Throwable thrown = catchThrowable(() -> sink.writeHierarchy(hierarchy("public")));
        List<Outcome> outcomes = sink.write(tables(2));
        StringWriter everything = new StringWriter();
        thrown.printStackTrace(new PrintWriter(everything, true));
        everything.append(outcomes.toString()).append(sink.check().toString());

        assertThat(everything.toString())
                .contains("you sent Bearer ******** and ********")
                .doesNotContain("secret");
    }

    @Test
    void aTokenThatIsNoHeaderIsNotShown() {
        fixture.token = new Secret("two\nlines-secret");
        open();
        Throwable thrown = catchThrowable(() -> sink.writeHierarchy(hierarchy("public")));
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace, true));
        assertThat(trace.toString())
                .contains("securityConfig.jwtToken: holds a character")
                .doesNotContain("secret");
    }
}

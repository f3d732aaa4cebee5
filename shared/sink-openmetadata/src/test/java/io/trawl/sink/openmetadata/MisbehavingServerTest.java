package io.trawl.sink.openmetadata;

import static io.trawl.sink.openmetadata.Fixture.failed;
import static io.trawl.sink.openmetadata.Fixture.hierarchy;
import static io.trawl.sink.openmetadata.Fixture.ingested;
import static io.trawl.sink.openmetadata.Fixture.tables;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.testkit.FaultProxy;
import io.trawl.testkit.openmetadata.Answer;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import io.trawl.testkit.openmetadata.OpenMetadataServerBuilder;
import io.trawl.testkit.openmetadata.ReceivedRequest;
import java.net.URI;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that floods, drips, cuts and says that it did what it did not: each request ends, and as what it was. */
@Timeout(120)
class MisbehavingServerTest extends SinkTest {

    private static final long FLOOD = 200L << 20;
    private static final Duration DRIP = Duration.ofMillis(100);
    private static final Predicate<ReceivedRequest> SINGLE =
            r -> r.method().equals("PUT") && r.path().equals("/tables");

    @Override
    void start(OpenMetadataServerBuilder builder) {
        serve(builder.withoutSchemas());
        fixture.requestTimeoutSeconds = 1;
        begin();
    }

    @Test
    void anAnswerToAPutThatNamesNothingIsAFailure() {
        start(OpenMetadataServer.builder().withoutBulk(404));
        server.plan(SINGLE, Integer.MAX_VALUE, Answer.status(200).body("application/json", "{}"));
        assertThat(failed(sink.write(tables(3)))).hasSize(3).allSatisfy(failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.BUG);
            assertThat(failure.message())
                    .isEqualTo(
                            "metadata-rest: PUT /tables: the server says that it went well, but its answer does not name"
                                    + " what was written");
        });
        assertThat(server.count("table")).isZero();
    }

    @Test
    void anAnswerThatNamesAnotherIsAFailure() {
        start(OpenMetadataServer.builder().withoutBulk(404));
        server.plan(SINGLE, 1, Answer.rewritten(answer -> answer.put("fullyQualifiedName", "svc.db.public.other")));
        assertThat(failed(sink.write(tables(3)))).hasSize(1);
    }

    @Test
    void aHierarchyThatIsNotConfirmedIsAFailure() {
        start(OpenMetadataServer.builder());
        server.plan(
                r -> r.method().equals("PUT") && r.path().startsWith("/databases"),
                Integer.MAX_VALUE,
                Answer.status(200).body("application/json", "{}"));
        assertThatThrownBy(() -> sink.writeHierarchy(hierarchy("other")))
                .isInstanceOf(TrawlException.class)
                .hasMessageContaining("does not name");
    }

    @Test
    void aFloodIsCutOffAndTheRequestSplit() {
        start(OpenMetadataServer.builder());
        server.plan(r -> r.isBulk() && r.bodyBytes() > 10_000, Integer.MAX_VALUE, Answer.flooded(FLOOD));
        assertThat(ingested(sink.write(tables(100)))).hasSize(100);
        assertThat(fixture.pauses).isEmpty();
    }

    @Test
    void aFloodToASinglePutIsTransient() {
        start(OpenMetadataServer.builder().withoutBulk(404));
        server.plan(SINGLE, Integer.MAX_VALUE, Answer.flooded(FLOOD));
        assertFailed(
                2,
                FailureKind.TRANSIENT,
                sink.write(tables(2)),
                "PUT /tables: the answer has more than ",
                "max_response_bytes");
    }

    @Test
    void theLimitIsTheWorkflows() {
        start(OpenMetadataServer.builder().withoutBulk(404));
        server.plan(SINGLE, Integer.MAX_VALUE, Answer.flooded(10_000));
        assertThat(ingested(sink.write(tables(2)))).hasSize(2);

        fixture.maxResponseBytes = 8_000;
        open();
        assertThat(failed(sink.write(tables(2)))).hasSize(2).allSatisfy(failure -> assertThat(failure.message())
                .contains("more than 8000 bytes"));
    }

    @Test
    void aFloodedErrorIsItsBeginning() {
        start(OpenMetadataServer.builder().withoutBulk(404));
        String text = "{\"code\":400,\"message\":\"no\"}" + " ".repeat(1 << 20);
        server.plan(SINGLE, Integer.MAX_VALUE, Answer.status(400).body("application/json", text));
        assertThat(failed(sink.write(tables(1)))).singleElement().satisfies(failure -> assertThat(failure.message())
                .isEqualTo("metadata-rest: PUT /tables: 400 no"));
    }

    @Test
    void aBodyThatDripsEndsWithTheDeadlineAndTheRequestIsSplit() {
        start(OpenMetadataServer.builder());
        server.plan(r -> r.isBulk() && r.bodyBytes() > 10_000, 2, Answer.dripping(DRIP));
        assertThat(ingested(sink.write(tables(100)))).hasSize(100);
    }

    @Test
    void headersThatDripEndWithTheDeadline() throws InterruptedException {
        start(OpenMetadataServer.builder());
        try (FaultProxy proxy = FaultProxy.start("localhost", server.hostPort().getPort())) {
            fixture.hostPort = URI.create("http://" + proxy.hostPort() + "/api");
            open();
            proxy.drip(DRIP);
            assertFailed(1, FailureKind.TRANSIENT, sink.write(tables(1)), "no answer within 1 s");
            for (int i = 0; i < 1_000 && proxy.open() > 0; i++) {
                Thread.sleep(10);
            }
            assertThat(proxy.open())
                    .as("connections that are of no use are closed")
                    .isZero();
        }
    }

    @Test
    void aServerThatOnlyDripsIsGivenUp() {
        start(OpenMetadataServer.builder());
        server.plan(r -> true, Integer.MAX_VALUE, Answer.dripping(DRIP));
        long before = server.requestCount();
        assertThat(failed(sink.write(tables(400)))).hasSize(400);
        assertThat(server.requestCount() - before).isLessThan(4 * 4);
        assertGivenUp();
    }

    @Test
    void aServerThatOnlyFloodsIsGivenUp() {
        start(OpenMetadataServer.builder());
        fixture.maxResponseBytes = 10_000;
        open();
        server.plan(r -> true, Integer.MAX_VALUE, Answer.flooded(1 << 20));
        assertThat(failed(sink.write(tables(400)))).hasSize(400);
        assertGivenUp();
    }

    @Test
    void connectionsCutAtEveryAnswerAreTriedAsOftenAsThePolicySays() {
        start(OpenMetadataServer.builder());
        server.plan(r -> true, Integer.MAX_VALUE, Answer.cutAfterApplying());
        long before = server.requestCount();
        assertFailed(10, FailureKind.TRANSIENT, sink.write(tables(10)), "PUT /tables/bulk: connection lost");
        assertThat(server.requestCount() - before).isEqualTo(fixture.retryPolicy.maxAttempts());
        assertThat(fixture.pauses).hasSize(fixture.retryPolicy.maxAttempts() - 1);

        sink.write(tables(10));
        sink.write(tables(10));
        assertGivenUp();
    }

    /** Nothing is sent any more, and what fails says why. */
    private void assertGivenUp() {
        long before = server.requestCount();
        assertFailed(
                300,
                FailureKind.TRANSIENT,
                sink.write(tables(300)),
                "not sent, since the server has not answered for a while");
        assertThat(server.requestCount()).isEqualTo(before);
    }

    @Test
    void aDeadlineThatPassesDoesNotStopTheNext() {
        start(OpenMetadataServer.builder());
        server.plan(ReceivedRequest::isBulk, 1, Answer.dripping(DRIP));
        sink.write(tables(10));
        server.plan(ReceivedRequest::isBulk, 1, Answer.rewritten(ObjectNode::removeAll));
        assertThat(ingested(sink.write(tables(10)))).hasSize(10);
    }
}

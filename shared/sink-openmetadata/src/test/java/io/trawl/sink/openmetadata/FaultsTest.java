package io.trawl.sink.openmetadata;

import static io.trawl.sink.openmetadata.Fixture.failed;
import static io.trawl.sink.openmetadata.Fixture.ingested;
import static io.trawl.sink.openmetadata.Fixture.tables;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.Request;
import io.trawl.testkit.openmetadata.Answer;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import io.trawl.testkit.openmetadata.ReceivedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest extends SinkTest {

    /** Everything arrives and, seen in the catalog, once: nothing changed after it was created. */
    @ParameterizedTest
    @ValueSource(ints = {200, 405})
    void everythingArrivesOnceInEffect(int bulkStatus) throws Exception {
        long seed = Long.getLong("trawl.seed", System.nanoTime());
        System.out.println("seed " + seed + " (repeat with -Dtrawl.seed)");
        var builder = OpenMetadataServer.builder()
                .seed(seed)
                .unavailable(0.2)
                .cut(0.05)
                .withoutSchemas()
                .withoutSourceHash();
        if (bulkStatus != 200) {
            builder.withoutBulk(bulkStatus);
        }
        int count = 2_000;
        serve(builder);
        fixture.seed = seed;
        fixture.parallelism = 8;
        begin();
        List<Outcome> outcomes = concurrently(sink, tables(count), 8, 50);

        assertThat(failed(outcomes)).isEmpty();
        assertThat(ingested(outcomes)).hasSize(count).doesNotHaveDuplicates();
        assertThat(server.all("table")).hasSize(count).allSatisfy(table -> {
            assertThat(table.deleted()).isFalse();
            assertThat(table.version()).as(table.fqn()).isEqualTo(1);
        });
        assertThat(fixture.pauses).as("the faults did happen").isNotEmpty();
    }

    @Test
    void serverThatBearsFourAtOnceLosesNothing() throws Exception {
        serve(OpenMetadataServer.builder()
                .maxConcurrent(4)
                .latency(Duration.ofMillis(5))
                .withoutSchemas());
        fixture.parallelism = 32;
        begin();
        List<Outcome> outcomes = concurrently(sink, tables(3_000), 32, 10);
        assertThat(failed(outcomes)).isEmpty();
        assertThat(server.count("table")).isEqualTo(3_000);
    }

    @Test
    void neverMoreUnderWayThanTheWorkflowsParallelism() throws Exception {
        serve(OpenMetadataServer.builder().latency(Duration.ofMillis(20)).withoutSchemas());
        fixture.parallelism = 3;
        begin();
        assertThat(failed(concurrently(sink, tables(2_000), 10, 200))).isEmpty();
        assertThat(server.highestConcurrency()).isEqualTo(3);
    }

    @Test
    void oneCallSendsItsChunksAtOnce() {
        start(OpenMetadataServer.builder().latency(Duration.ofMillis(100)).withoutSchemas());
        assertThat(ingested(sink.write(tables(800)))).hasSize(800);
        assertThat(server.highestConcurrency()).isEqualTo(4);
    }

    @Test
    void unavailableForGoodIsTransient() {
        start(OpenMetadataServer.builder());
        server.plan(ReceivedRequest::isBulk, Integer.MAX_VALUE, Answer.status(503));
        assertFailed(10, FailureKind.TRANSIENT, sink.write(tables(10)), "503 fault on demand");
        assertThat(fixture.pauses).hasSize(9).allSatisfy(pause -> assertThat(pause)
                .isLessThanOrEqualTo(Duration.ofSeconds(10)));
        // It is not split: the server is down, not the request too large.
        assertThat(server.requestCount("PUT", "/tables/bulk")).isEqualTo(1 + 10);
    }

    @Test
    void gatewayTimeoutSendsLess() {
        start(OpenMetadataServer.builder());
        server.plan(r -> r.isBulk() && r.bodyBytes() > 10_000, Integer.MAX_VALUE, Answer.status(504));
        assertThat(ingested(sink.write(tables(100)))).hasSize(100);
    }

    @Test
    void interruptionEndsTheWaiting() throws Exception {
        serve(OpenMetadataServer.builder());
        CountDownLatch waiting = new CountDownLatch(1);
        try (OpenMetadataSink sink = new OpenMetadataSink(fixture.workflow(), new java.util.Random(1), pause -> {
            waiting.countDown();
            Thread.sleep(600_000);
        })) {
            server.plan(r -> true, Integer.MAX_VALUE, Answer.status(503));
            List<Outcome> outcomes = new ArrayList<>();
            Thread writer = new Thread(() -> outcomes.addAll(sink.write(tables(3))));
            writer.start();
            assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();
            writer.interrupt();
            writer.join(30_000);
            assertFailed(3, FailureKind.TRANSIENT, outcomes);
        }
    }

    /** As the engine does: several workers, each with a batch at a time. */
    static List<Outcome> concurrently(OpenMetadataSink sink, List<Request> requests, int workers, int batch)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            List<Future<List<Outcome>>> futures = new ArrayList<>();
            for (int from = 0; from < requests.size(); from += batch) {
                List<Request> part = requests.subList(from, Math.min(requests.size(), from + batch));
                futures.add(threads.submit(() -> sink.write(part)));
            }
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<List<Outcome>> future : futures) {
                outcomes.addAll(future.get());
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }
}

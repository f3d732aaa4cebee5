package io.trawl.sink.openmetadata;

import static io.trawl.sink.openmetadata.Fixture.hierarchy;
import static io.trawl.sink.openmetadata.Fixture.tables;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.Request;
import io.trawl.testkit.openmetadata.Answer;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import io.trawl.testkit.openmetadata.ReceivedRequest;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** write() blocks until its items have an outcome, so nothing is held for a caller that has gone on. */
class MemoryTest {

    @Test
    void writeBlocksWhileTheServerIsDown() throws Exception {
        try (OpenMetadataServer server =
                OpenMetadataServer.builder().withoutSchemas().start()) {
            Fixture fixture = new Fixture(server);
            CountDownLatch waiting = new CountDownLatch(1);
            CountDownLatch healed = new CountDownLatch(1);
            OpenMetadataSink sink = new OpenMetadataSink(fixture.workflow(), new java.util.Random(1), pause -> {
                waiting.countDown();
                healed.await();
            });
            try (sink) {
                sink.writeHierarchy(hierarchy("public"));
                server.plan(ReceivedRequest::isBulk, Integer.MAX_VALUE, Answer.status(503));
                CountDownLatch written = new CountDownLatch(1);
                Thread writer = new Thread(() -> {
                    sink.write(tables(500));
                    written.countDown();
                });
                writer.start();
                assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();
                assertThat(written.getCount())
                        .as("nothing was written, so write has not returned")
                        .isEqualTo(1);
                server.heal();
                healed.countDown();
                assertThat(written.await(30, TimeUnit.SECONDS)).isTrue();
                assertThat(server.count("table")).isEqualTo(500);
                assertThat(server.highestConcurrency()).isLessThanOrEqualTo(fixture.parallelism);
            }
        }
    }

    @Test
    void nothingThatWasWrittenIsKept() throws Exception {
        try (OpenMetadataServer server =
                        OpenMetadataServer.builder().withoutSchemas().start();
                OpenMetadataSink sink = new Fixture(server).sink()) {
            sink.writeHierarchy(hierarchy("public"));
            List<WeakReference<Request>> written = new ArrayList<>();
            for (Request request : writeAndForget(sink)) {
                written.add(new WeakReference<>(request));
            }
            for (int i = 0; i < 100 && written.stream().anyMatch(MemoryTest::isHeld); i++) {
                System.gc();
                Thread.sleep(10);
            }
            assertThat(written).hasSize(350).noneMatch(MemoryTest::isHeld);
        }
    }

    private static List<Request> writeAndForget(OpenMetadataSink sink) {
        List<Request> requests = new ArrayList<>(tables(350));
        assertThat(sink.write(requests)).hasSize(350);
        return requests;
    }

    private static boolean isHeld(WeakReference<Request> reference) {
        return reference.get() != null;
    }
}

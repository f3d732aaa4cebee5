package io.trawl.sink.openmetadata;

import static io.trawl.sink.openmetadata.Fixture.SCHEMA;
import static io.trawl.sink.openmetadata.Fixture.column;
import static io.trawl.sink.openmetadata.Fixture.failed;
import static io.trawl.sink.openmetadata.Fixture.hierarchy;
import static io.trawl.sink.openmetadata.Fixture.request;
import static io.trawl.sink.openmetadata.Fixture.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.Column;
import io.trawl.api.model.Request;
import io.trawl.api.model.Table;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Prints which share of what latency and concurrency permit the sink reaches: 50 ms for each request, whatever is in it.
 * A figure to read, not a test: a busy machine changes it.
 */
@Tag("slow")
class ThroughputFigure {

    private static final Duration LATENCY = Duration.ofMillis(50);

    @ParameterizedTest
    @CsvSource({"4,20000,100", "4,20000,100", "10,20000,100", "10,20000,20", "20,20000,20", "10,2000,1"})
    void shareOfWhatIsPermitted(int parallelism, int count, int batch) throws Exception {
        try (OpenMetadataServer server =
                OpenMetadataServer.builder().latency(LATENCY).withoutSchemas().start()) {
            Fixture fixture = new Fixture(server);
            fixture.parallelism = parallelism;
            try (OpenMetadataSink sink = fixture.sink()) {
                sink.writeHierarchy(hierarchy("public"));
                List<Request> requests = IntStream.range(0, count)
                        .mapToObj(i -> request(wide("t" + i)))
                        .toList();
                double bare = bareClient(server, requests, parallelism, batch);
                long before = server.requestCount();
                long start = System.nanoTime();
                assertThat(failed(FaultsTest.concurrently(sink, requests, parallelism, batch)))
                        .isEmpty();
                double seconds = (System.nanoTime() - start) / 1e9;
                long sent = server.requestCount() - before;
                double permitted = Math.ceil((double) sent / parallelism) * LATENCY.toMillis() / 1e3;
                System.out.printf(
                        "parallelism %d, %d tables in batches of %d: %d requests, permitted %.2f s, sink %.2f s (%.1f %%),"
                                + " bare client %.2f s (%.1f %%); %.0f tables/s%n",
                        parallelism,
                        count,
                        batch,
                        sent,
                        permitted,
                        seconds,
                        100 * permitted / seconds,
                        bare,
                        100 * permitted / bare,
                        count / seconds);
            }
        }
    }

    /** The same bytes sent by as many threads with nothing around them: what this machine can do at this moment. */
    private static double bareClient(OpenMetadataServer server, List<Request> requests, int parallelism, int batch)
            throws Exception {
        List<HttpRequest> bodies = new ArrayList<>();
        for (int from = 0; from < requests.size(); from += batch) {
            List<Item> items = requests.subList(from, Math.min(requests.size(), from + batch)).stream()
                    .map(request -> new Item(request.descriptor().id(), request.json()))
                    .toList();
            bodies.add(HttpRequest.newBuilder(URI.create(server.hostPort() + "/v1/tables/bulk"))
                    .header("Authorization", "Bearer " + server.botToken())
                    .header("Content-Type", "application/json")
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(Chunks.body(items)))
                    .build());
        }
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        ExecutorService threads = Executors.newFixedThreadPool(parallelism);
        try {
            long start = System.nanoTime();
            List<Callable<Integer>> calls = new ArrayList<>();
            for (HttpRequest body : bodies) {
                calls.add(() -> client.send(body, HttpResponse.BodyHandlers.ofByteArray())
                        .statusCode());
            }
            for (Future<Integer> status : threads.invokeAll(calls)) {
                assertThat(status.get()).isEqualTo(200);
            }
            return (System.nanoTime() - start) / 1e9;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Table wide(String name) {
        List<Column> columns = IntStream.range(0, 12)
                .mapToObj(i -> column("column_" + i, "INT", null, null))
                .toList();
        return table(SCHEMA, name, null, columns, List.of(), null);
    }
}

package io.trawl.sink.openmetadata;

import io.trawl.api.util.DaemonThreads;
import io.trawl.api.workflow.RetryPolicy;
import io.trawl.api.workflow.ServerConfig;
import io.trawl.api.workflow.Workflow;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Everything a sink needs while it is open. */
record SinkContext(
        Client client, ItemWriter items, HierarchyWriter hierarchy, CatalogReader reader, ThreadPoolExecutor threads) {

    /** A full bulk request is refused with an answer that repeats it: 1 MiB, and the reasons. */
    private static final int SMALLEST_SHARE = 2 << 20;

    /**
     * @param tls whose certificates are trusted; null for the JDK's own
     */
    static SinkContext open(
            Workflow workflow, @Nullable SSLContext tls, RandomGenerator random, Client.Sleeper sleeper) {
        ServerConfig server = workflow.workflowConfig().openMetadataServerConfig();
        MetadataRestConfig config = (MetadataRestConfig) workflow.sink().config();
        int parallelism = Math.max(1, workflow.execution().parallelism());
        // The queue holds no more than the callers' own chunks: each of them waits until its own are written.
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                parallelism,
                parallelism,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                DaemonThreads.named("trawl-sink"));
        threads.allowCoreThreadTimeOut(true);
        boolean elsewhere = !workflow.execution().orchestrator().isLocal();
        Client client = new Client(
                new Transport(
                        server,
                        Duration.ofSeconds(config.requestTimeoutSeconds()),
                        maxAnswer(config, parallelism),
                        tls),
                new RequestLimit(parallelism),
                elsewhere ? RetryPolicy.brief() : workflow.execution().retryPolicy(),
                elsewhere ? RetryPolicy.brief().maxAttempts() : Client.TRANSIENT_ATTEMPTS,
                random,
                sleeper);
        Pages pages = new Pages(client);
        boolean overrides = workflow.source().metadata().overrideMetadata() || config.overrideMetadata();
        ItemWriter items = new ItemWriter(
                client, threads, config.bulkSinkBatchSize(), overrides ? new MetadataOverride(client, pages) : null);
        return new SinkContext(
                client, items, new HierarchyWriter(client, items), new CatalogReader(client, pages), threads);
    }

    /** All answers together take no more than a quarter of the memory. */
    private static int maxAnswer(MetadataRestConfig config, int parallelism) {
        long share = Runtime.getRuntime().maxMemory() / 4 / parallelism;
        return (int) Math.min(config.maxResponseBytes(), Math.max(SMALLEST_SHARE, share));
    }

    void close() {
        threads.shutdownNow();
    }
}

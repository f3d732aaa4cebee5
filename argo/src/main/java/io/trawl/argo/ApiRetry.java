package io.trawl.argo;

import io.trawl.api.model.TrawlException;
import io.trawl.api.workflow.Retry;
import io.trawl.api.workflow.RetryPolicy;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Asks again while an API does not answer or is too busy.
 *
 * @param policy how often, and after which pauses
 * @param limit after which nothing is tried again, however long each try took
 */
record ApiRetry(RetryPolicy policy, Duration limit) {

    /** Up to a quarter of a minute: an API server that is replaced is back by then, and a wrong address is reported soon. */
    static ApiRetry standard() {
        return new ApiRetry(
                new RetryPolicy(7, Duration.ofMillis(250), 2, Duration.ofSeconds(8)), Duration.ofSeconds(15));
    }

    <T> T with(Supplier<T> request) {
        long begin = System.nanoTime();
        return new Retry(policy, ThreadLocalRandom.current(), pause -> Retry.sleep(pause, "an API was out of reach"))
                .run(
                        request::get,
                        e -> e instanceof TrawlException known
                                && known.kind().retried()
                                && System.nanoTime() - begin <= limit.toNanos());
    }
}

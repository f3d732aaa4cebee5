package io.trawl.source.kit;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.workflow.Retry;
import io.trawl.api.workflow.RetryPolicy;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Repeats a read that failed for a reason that passes.
 *
 * @param policy how often and after which pauses
 * @param random spreads the pauses
 * @param pause waits for so long, or throws
 * @param failures says which reasons pass
 */
public record ReadRetry(
        RetryPolicy policy, RandomGenerator random, Consumer<Duration> pause, FailureClassifier failures) {

    /**
     * Reads, and again after those TRANSIENT failures that are worth it.
     *
     * @param read without side effects
     * @throws Exception the last failure; a TrawlException at once
     */
    <T> T read(Callable<T> read, Predicate<Reach> worthIt) throws Exception {
        return new Retry(policy, random, pause)
                .run(
                        read::call,
                        e -> !(e instanceof TrawlException)
                                && failures.classify(e) == FailureKind.TRANSIENT
                                && worthIt.test(failures.reach(e)));
    }
}

package io.trawl.argo;

import io.trawl.api.workflow.RetryPolicy;
import java.time.Duration;

/** Settings of tests. */
final class Quick {

    static final ApiRetry PATIENCE =
            new ApiRetry(new RetryPolicy(3, Duration.ofMillis(2), 1, Duration.ofMillis(2)), Duration.ofMinutes(5));

    private Quick() {}
}

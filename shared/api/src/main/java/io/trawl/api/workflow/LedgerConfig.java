package io.trawl.api.workflow;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code workflowConfig.distributedExecution.ledger}.
 *
 * @param url {@code jdbc:postgresql://…}, without a user or password
 * @param username null: the driver's default
 * @param password null if none is needed
 * @param lease how long a process that says nothing keeps what it has claimed; it says something three times in that time
 * @param keepRuns how many runs of a workflow are kept
 */
public record LedgerConfig(
        String url, @Nullable String username, @Nullable Secret password, Duration lease, int keepRuns) {

    /** The default of {@link #lease}. */
    public static final Duration DEFAULT_LEASE = Duration.ofSeconds(30);
    /** The default of {@link #keepRuns}. */
    public static final int DEFAULT_KEEP_RUNS = 20;
}

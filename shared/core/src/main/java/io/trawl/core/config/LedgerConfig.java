package io.trawl.core.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * {@code workflowConfig.distributedExecution.ledger}.
 *
 * @param url {@code jdbc:postgresql://…}, without a user or password
 * @param username null: the driver's default
 * @param password null if none is needed
 * @param lease how long a process that says nothing keeps what it has claimed; it says something three times in that time
 * @param keepRuns how many runs of a workflow are kept
 */
public record LedgerConfig(String url, String username, Secret password, Duration lease, int keepRuns) {

    /** The default of {@link #lease}. */
    public static final Duration DEFAULT_LEASE = Duration.ofSeconds(30);
    /** The default of {@link #keepRuns}. */
    public static final int DEFAULT_KEEP_RUNS = 20;

    /**
     * The ledger that {@code TRAWL_LEDGER_URL}, {@code TRAWL_LEDGER_USERNAME} and {@code TRAWL_LEDGER_PASSWORD} name,
     * otherwise with the defaults; empty without a URL. A variable that is empty counts as not set.
     *
     * @throws ConfigException if the URL is not one
     */
    public static Optional<LedgerConfig> of(Map<String, String> environment) {
        return Optional.ofNullable(LedgerEnvironment.of(environment).alone());
    }
}

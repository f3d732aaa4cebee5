package io.trawl.testkit.pooler;

import java.util.Set;

/**
 * How a pooler is set up; pgbouncer's own defaults for everything else.
 *
 * @param mode pool_mode
 * @param ignored ignore_startup_parameters: dropped silently; every other parameter that is not tracked is refused
 * @param connections default_pool_size: to the server, for each user and database
 */
public record PoolerConfig(PoolMode mode, Set<String> ignored, int connections) {

    private static final Set<String> AS_FORUMS_ADVISE = Set.of("extra_float_digits", "options");

    /** Transaction pooling and nothing else, as distributions ship it. */
    public static final PoolerConfig PLAIN = new PoolerConfig(PoolMode.TRANSACTION, Set.of(), 20);

    /** Transaction pooling that drops what it would refuse. */
    public static final PoolerConfig IGNORING = new PoolerConfig(PoolMode.TRANSACTION, AS_FORUMS_ADVISE, 20);

    /** Session pooling. */
    public static final PoolerConfig SESSION = new PoolerConfig(PoolMode.SESSION, AS_FORUMS_ADVISE, 20);

    /** Statement pooling. */
    public static final PoolerConfig STATEMENT = new PoolerConfig(PoolMode.STATEMENT, AS_FORUMS_ADVISE, 20);
}

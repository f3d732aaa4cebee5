package io.trawl.source.kit;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** When reads have succeeded last. */
final class Successes {

    private final Map<String, Instant> byDatabase = new ConcurrentHashMap<>();
    private volatile Instant last = Instant.MIN;

    void add(String database, Instant when) {
        byDatabase.put(database, when);
        last = when;
    }

    /** Of all databases; the beginning of time if none has. */
    Instant last() {
        return last;
    }

    /** Of one database; the beginning of time if none has. */
    Instant last(String database) {
        return byDatabase.getOrDefault(database, Instant.MIN);
    }
}

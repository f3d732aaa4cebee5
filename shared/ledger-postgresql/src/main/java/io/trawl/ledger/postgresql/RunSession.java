package io.trawl.ledger.postgresql;

import io.trawl.api.ledger.NewRun;
import io.trawl.api.source.SourceMeter;
import io.trawl.api.source.SourceUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The work of one process on one run.
 *
 * @param database that holds the run
 * @param run what was known when the run began
 * @param runNo the run's number
 * @param key unique to this session; the run names its leader by it
 * @param sessionNo the number of the session
 * @param catalogNo the number of the catalog; null for a snapshot
 * @param startedAt when the run began
 * @param lease how long a claim or the leadership lasts without a heartbeat
 * @param stopRequested whether the run was asked to stop before the session began
 * @param source measures what this process uses of the source
 * @param active for how long the run had had a leader when the session began
 */
record RunSession(
        Database database,
        NewRun run,
        long runNo,
        String key,
        int sessionNo,
        @Nullable Integer catalogNo,
        Instant startedAt,
        Duration lease,
        boolean stopRequested,
        SourceMeter source,
        Duration active) {

    /**
     * A statement about the run. The parameters {@code run}, {@code session} and {@code catalog} (their numbers),
     * {@code leader} (this session's key), {@code lease} (in microseconds), {@code statements} and {@code warehouseSeconds} (what
     * it has used of the source) are set in it.
     */
    Query query(Sql sql) {
        Map<String, Object> values = new HashMap<>();
        values.put("run", runNo);
        values.put("session", sessionNo);
        values.put("catalog", catalogNo);
        values.put("leader", key);
        values.put("lease", Texts.micros(lease));
        SourceUsage used = source.used().orElse(null);
        values.put("statements", used == null ? null : used.statements());
        values.put("warehouseSeconds", used == null ? null : used.warehouseSeconds());
        return new Query(sql, values);
    }
}

package io.trawl.ledger.postgresql;

import io.trawl.api.ledger.NewRun;
import io.trawl.api.ledger.Phase;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.report.Report.Counts;
import io.trawl.api.report.Report.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A row of the view {@code trawl.run_status}.
 *
 * @param no its number
 * @param record the run as the API shows it
 * @param stored the state in the table, which does not depend on whether a process is alive
 * @param leader the key of the session that is the leader, or was the last; null: none
 */
record RunRow(
        long no, RunRecord record, State stored, @Nullable String leader) {

    static RunRow of(ResultSet row) throws SQLException {
        NewRun run = new NewRun(
                row.getString("id"),
                row.getString("workflow"),
                row.getString("service"),
                row.getString("digest"),
                row.getString("catalog"),
                row.getString("mode"));
        RunRecord record = new RunRecord(
                run,
                State.valueOf(row.getString("state")),
                Phase.valueOf(row.getString("phase")),
                instant(row, "started_at"),
                instant(row, "ended_at"),
                Texts.ofMicros(row.getLong("active")),
                instant(row, "last_seen"),
                counts(row),
                row.getBoolean("stop_requested"));
        return new RunRow(
                row.getLong("no"), record, State.valueOf(row.getString("stored_state")), row.getString("leader"));
    }

    /** The run's id. */
    String id() {
        return record.run().runId();
    }

    static Counts counts(ResultSet row) throws SQLException {
        return new Counts(
                row.getLong("listed"),
                row.getLong("ingested"),
                row.getLong("unchanged"),
                row.getLong("gone"),
                row.getLong("filtered"),
                row.getLong("failed"),
                row.getLong("deleted"));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}

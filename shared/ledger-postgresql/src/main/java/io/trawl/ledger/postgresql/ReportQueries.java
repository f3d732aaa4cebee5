package io.trawl.ledger.postgresql;

import io.trawl.api.ledger.EntityRecord;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.report.EntityWarning;
import io.trawl.api.report.Report;
import io.trawl.api.report.Report.Counts;
import io.trawl.api.report.Report.FailedEntity;
import io.trawl.api.report.Report.Sample;
import io.trawl.api.source.SourceUsage;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a run's counts, its report (from one snapshot of the database) and its entities. */
final class ReportQueries {

    private static final Sql RUN = Sql.load("run-status");
    private static final Sql TOTAL = Sql.load("counts-total");
    private static final Sql TYPES = Sql.load("counts");
    private static final Sql SCHEMAS = Sql.load("report-schemas");
    private static final Sql HIERARCHY = Sql.load("hierarchy-failures-report");
    private static final Sql LISTINGS = Sql.load("report-listings");
    private static final Sql FAILURES = Sql.load("report-failures");
    private static final Sql WARNINGS = Sql.load("report-warnings");
    private static final Sql REPEATED = Sql.load("report-repeated");
    private static final Sql USAGE = Sql.load("report-usage");
    private static final Sql TIMELINE = Sql.load("report-timeline");
    private static final Sql PAGE = Sql.load("entities");

    /** The timeline's buckets. */
    private static final int PARTS = 240;

    private static final int PAGE_SIZE = 2_000;

    private final Database database;

    ReportQueries(Database database) {
        this.database = database;
    }

    /**
     * @param unlessEnded the state to show while the run has not ended; null: its own
     */
    Report report(long run, Report.@Nullable State unlessEnded) {
        return database.snapshot((connection, attempt) -> {
            RunRow row = RUN.query("run", run).first(connection, RunRow::of).orElseThrow();
            RunRecord record = row.record();
            Counts total = record.entities();
            double seconds = record.active().toNanos() / 1e9;
            return new Report(
                    row.id(),
                    record.run().workflow(),
                    unlessEnded == null || record.endedAt() != null ? record.state() : unlessEnded,
                    record.run().mode(),
                    record.startedAt(),
                    seconds,
                    seconds > 0 ? total.done() / seconds : 0,
                    total,
                    counts(connection, TYPES.query("run", run), each -> typeOf(each)
                            .wireName()),
                    counts(connection, SCHEMAS.query("run", run), each -> each.getString("fqn")),
                    REPEATED.query("run", run)
                            .first(connection, each -> each.getLong("repeated"))
                            .orElseThrow(),
                    USAGE.query("run", run)
                            .first(connection, ReportQueries::usage)
                            .orElseThrow()
                            .orElse(null),
                    timeline(connection, run, seconds),
                    failures(connection, run),
                    WARNINGS.query("run", run).list(connection, ReportQueries::warning));
        });
    }

    /** The counts of a run over all types. */
    Counts counts(long run) {
        return TOTAL.query("run", run).first(database, RunRow::counts).orElseThrow();
    }

    /** Counts by the name of each row; a row that counts nothing is left out. */
    private static Map<String, Counts> counts(Connection connection, Query query, Query.Row<String> name)
            throws SQLException {
        Map<String, Counts> counts = new LinkedHashMap<>();
        query.list(connection, row -> counts.put(name.read(row), RunRow.counts(row)));
        counts.values().removeIf(Counts.ZERO::equals);
        return counts;
    }

    private static List<FailedEntity> failures(Connection connection, long run) throws SQLException {
        List<FailedEntity> failures = new ArrayList<>(HIERARCHY
                .query("run", run)
                .set("most", Report.MAX_FAILURES)
                .list(connection, row -> FailedEntity.of(HierarchyRecord.failure(row))));
        failures.addAll(LISTINGS.query("run", run)
                .set("most", Report.MAX_FAILURES - failures.size())
                .list(connection, ReportQueries::listing));
        failures.addAll(FAILURES.query("run", run)
                .set("most", Report.MAX_FAILURES - failures.size())
                .list(
                        connection,
                        row -> new FailedEntity(
                                row.getString("id"),
                                typeOf(row).wireName(),
                                FailureKind.valueOf(row.getString("kind")),
                                row.getString("message"),
                                row.getInt("attempts"))));
        return failures;
    }

    private static Optional<SourceUsage> usage(ResultSet row) throws SQLException {
        Long statements = row.getObject("statements", Long.class);
        return statements == null
                ? Optional.empty()
                : Optional.of(new SourceUsage(statements, row.getObject("warehouse_seconds", Double.class)));
    }

    private static FailedEntity listing(ResultSet row) throws SQLException {
        return new FailedEntity(
                row.getString("fqn"),
                EntityType.DATABASE_SCHEMA.wireName(),
                FailureKind.valueOf(row.getString("kind")),
                "could not list every " + typeOf(row).wireName() + ": " + row.getString("message"),
                1);
    }

    private static String warning(ResultSet row) throws SQLException {
        String message = row.getString("message");
        Array first = row.getArray("first_ids");
        return first == null
                ? message
                : new EntityWarning(message, row.getLong("entities"), List.of((String[]) first.getArray())).line();
    }

    /** By wall time, so a pause between two sessions is visible. */
    private static List<Sample> timeline(Connection connection, long run, double seconds) throws SQLException {
        List<Sample> samples = new ArrayList<>();
        samples.add(new Sample(0, 0));
        samples.addAll(TIMELINE.query("run", run)
                .set("parts", PARTS)
                .list(connection, row -> new Sample(row.getDouble("seconds"), row.getLong("done"))));
        double last = samples.get(samples.size() - 1).seconds();
        if (seconds > last) {
            samples.add(new Sample(seconds, samples.get(samples.size() - 1).done()));
        }
        return samples;
    }

    /** Hands over every entity, page by page: no transaction stays open while the consumer is slow. */
    void forEachEntity(long run, Consumer<EntityRecord> consumer) {
        EntityType type = EntityType.values()[0];
        String id = "";
        List<EntityRecord> page;
        do {
            page = page(run, type, id);
            page.forEach(consumer);
            if (!page.isEmpty()) {
                type = page.get(page.size() - 1).type();
                id = page.get(page.size() - 1).id();
            }
        } while (page.size() == PAGE_SIZE);
    }

    private List<EntityRecord> page(long run, EntityType type, String id) {
        return PAGE.query("run", run)
                .set("type", type.name())
                .set("id", id)
                .set("most", PAGE_SIZE)
                .list(database, ReportQueries::entity);
    }

    private static EntityRecord entity(ResultSet row) throws SQLException {
        String kind = row.getString("kind");
        Long took = row.getObject("took", Long.class);
        return new EntityRecord(
                row.getString("id"),
                EntityType.valueOf(row.getString("type")),
                EntityRecord.State.valueOf(row.getString("state")),
                row.getInt("attempts"),
                kind == null ? null : FailureKind.valueOf(kind),
                row.getString("message"),
                took == null ? null : Texts.ofMicros(took),
                row.getString("worker"),
                RunRow.instant(row, "ended_at"));
    }

    private static EntityType typeOf(ResultSet row) throws SQLException {
        return EntityType.valueOf(row.getString("type"));
    }
}

package io.trawl.ledger.postgresql;

import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.report.EntityWarning;
import io.trawl.api.report.Report;
import io.trawl.api.report.Report.Counts;
import io.trawl.api.report.Report.FailedEntity;
import io.trawl.api.report.Report.Sample;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a run's counts and its report, from one snapshot of the database. */
final class ReportQueries {

    private static final Sql RUN = Sql.parse("SELECT * FROM trawl.run_status WHERE no = :run");
    private static final Sql TYPES = Sql.load("counts");
    private static final Sql SCHEMAS = Sql.load("report-schemas");
    private static final Sql HIERARCHY = Sql.load("hierarchy-failures-report");
    private static final Sql LISTINGS = Sql.load("report-listings");
    private static final Sql FAILURES = Sql.load("report-failures");
    private static final Sql WARNINGS = Sql.load("report-warnings");
    private static final Sql REPEATED = Sql.load("report-repeated");
    private static final Sql TIMELINE = Sql.load("report-timeline");

    /** The timeline's buckets. */
    private static final int PARTS = 240;

    private final Database database;

    ReportQueries(Database database) {
        this.database = database;
    }

    /**
     * @param unlessEnded the state to show while the run has not ended; null: its own
     */
    Report report(long run, Report.State unlessEnded) {
        return database.snapshot((connection, attempt) -> {
            RunRow row = list(RUN, connection, run, RunRow::of).get(0);
            Counts total = row.record().entities();
            double seconds = row.record().active().toNanos() / 1e9;
            return new Report(
                    row.record().run().runId(),
                    row.record().run().workflow(),
                    unlessEnded == null || row.record().endedAt() != null
                            ? row.record().state()
                            : unlessEnded,
                    row.record().run().mode(),
                    row.record().startedAt(),
                    seconds,
                    seconds > 0 ? total.done() / seconds : 0,
                    total,
                    byType(connection, run),
                    bySchema(connection, run),
                    list(REPEATED, connection, run, each -> each.getLong("repeated"))
                            .get(0),
                    timeline(connection, run, seconds),
                    failures(connection, run),
                    list(WARNINGS, connection, run, ReportQueries::warning));
        });
    }

    /** The counts of a run over all types. */
    Counts counts(long run) {
        return database.statements((connection, attempt) -> {
            try (Query query = TYPES.on(connection)) {
                return query.set("run", run).list(RunRow::counts).stream().reduce(Counts.ZERO, ReportQueries::sum);
            }
        });
    }

    private static Counts sum(Counts a, Counts b) {
        return new Counts(
                a.listed() + b.listed(),
                a.ingested() + b.ingested(),
                a.unchanged() + b.unchanged(),
                a.gone() + b.gone(),
                a.filtered() + b.filtered(),
                a.failed() + b.failed(),
                a.deleted() + b.deleted());
    }

    /** Counts by type; a type without entities is left out. */
    static Map<String, Counts> byType(Connection connection, long run) throws SQLException {
        Map<String, Counts> counts = new LinkedHashMap<>();
        for (Map.Entry<String, Counts> each :
                list(TYPES, connection, run, row -> Map.entry(typeOf(row).wireName(), RunRow.counts(row)))) {
            if (!each.getValue().equals(Counts.ZERO)) {
                counts.put(each.getKey(), each.getValue());
            }
        }
        return counts;
    }

    private static Map<String, Counts> bySchema(Connection connection, long run) throws SQLException {
        Map<String, Counts> counts = new LinkedHashMap<>();
        try (Query query = SCHEMAS.on(connection)) {
            query.set("run", run).list(row -> {
                Counts schema = RunRow.counts(row);
                return schema.equals(Counts.ZERO) ? null : counts.put(row.getString("fqn"), schema);
            });
        }
        return counts;
    }

    private static List<FailedEntity> failures(Connection connection, long run) throws SQLException {
        List<FailedEntity> failures = new ArrayList<>();
        try (Query hierarchy = HIERARCHY.on(connection)) {
            failures.addAll(hierarchy
                    .set("run", run)
                    .set("most", Report.MAX_FAILURES)
                    .list(row -> FailedEntity.of(HierarchyRecord.failure(row))));
        }
        try (Query listings = LISTINGS.on(connection)) {
            failures.addAll(listings.set("run", run)
                    .set("most", Report.MAX_FAILURES - failures.size())
                    .list(ReportQueries::listing));
        }
        try (Query entities = FAILURES.on(connection)) {
            failures.addAll(entities.set("run", run)
                    .set("most", Report.MAX_FAILURES - failures.size())
                    .list(row -> new FailedEntity(
                            row.getString("id"),
                            typeOf(row).wireName(),
                            FailureKind.valueOf(row.getString("kind")),
                            row.getString("message"),
                            row.getInt("attempts"))));
        }
        return failures;
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
        try (Query query = TIMELINE.on(connection)) {
            samples.addAll(query.set("run", run)
                    .set("parts", PARTS)
                    .list(row -> new Sample(row.getDouble("seconds"), row.getLong("done"))));
        }
        double last = samples.get(samples.size() - 1).seconds();
        if (seconds > last) {
            samples.add(new Sample(seconds, samples.get(samples.size() - 1).done()));
        }
        return samples;
    }

    private static <T> List<T> list(Sql sql, Connection connection, long run, Query.Row<T> row) throws SQLException {
        try (Query query = sql.on(connection)) {
            return query.set("run", run).list(row);
        }
    }

    private static EntityType typeOf(ResultSet row) throws SQLException {
        return EntityType.valueOf(row.getString("type"));
    }
}

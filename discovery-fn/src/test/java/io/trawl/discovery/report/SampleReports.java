package io.trawl.discovery.report;

import io.trawl.api.model.FailureKind;
import io.trawl.api.report.Report;
import io.trawl.api.report.Report.Counts;
import io.trawl.api.report.Report.FailedEntity;
import io.trawl.api.report.Report.Sample;
import io.trawl.api.report.Report.State;
import io.trawl.api.source.SourceUsage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reports to show. */
public final class SampleReports {

    private SampleReports() {}

    /** A run of some minutes in which a little went wrong. */
    public static Report eventful() {
        return eventful(State.PARTIAL_SUCCESS);
    }

    public static Report eventful(State state) {
        Map<String, Counts> schemas = new LinkedHashMap<>();
        String[] names = {
            "finance", "sales", "hr", "logistics", "marketing", "archive_2019", "<script>alert(1)</script>"
        };
        for (int i = 0; i < names.length; i++) {
            long listed = 4200 / (i + 1);
            long failed = i == 2 ? 37 : i == 4 ? 2 : 0;
            schemas.put(
                    "warehouse.shop." + names[i],
                    new Counts(listed, listed - failed - listed / 9, listed / 9, 0, i * 7, failed, i == 1 ? 12 : 0));
        }
        List<Sample> timeline = new ArrayList<>();
        for (int i = 1; i <= 120; i++) {
            double seconds = i * 1.55;
            timeline.add(new Sample(seconds, (long) (10_000.0 * i / 120 + 90 * Math.sin(i / 6.0))));
        }
        return new Report(
                "20261122-081736-4f1e",
                "postgres-to-openmetadata",
                state,
                "local",
                Instant.parse("2026-11-22T08:17:36.123Z"),
                186.2,
                58.4,
                new Counts(10_890, 9_649, 1_200, 2, 133, 39, 12),
                Map.of(
                        "table", new Counts(10_000, 8_800, 1_161, 2, 120, 37, 12),
                        "storedProcedure", new Counts(890, 849, 39, 0, 13, 2, 0)),
                schemas,
                0,
                new SourceUsage(1_234, 12.5),
                timeline,
                List.of(
                        new FailedEntity(
                                "warehouse.shop.hr.salaries",
                                "table",
                                FailureKind.PERMISSION,
                                "permission denied for schema hr (42501)",
                                1),
                        new FailedEntity(
                                "warehouse.shop.\"odd.schema\".a_rather_long_table_name_that_somebody_once_thought_was_a_good_idea",
                                "table",
                                FailureKind.TRANSIENT,
                                "the server answered 503 <b>after</b> a pause & closed the connection",
                                3)),
                List.of("warehouse.shop.archive: 900 of 1000 tables are gone from the source, more than"
                        + " deletion.maxShare 0.2 and deletion.maxCount 5 allow: none is marked as deleted"));
    }

    /** A run in which the catalog refused one schema of two, and a table of the other. */
    public static Report refusedSchema() {
        String refusal = "metadata-rest refused databaseSchema 'svc.d.bad name': PUT /databaseSchemas: 400 no";
        List<FailedEntity> failures = new ArrayList<>();
        failures.add(new FailedEntity("svc.d.bad\nname", "databaseSchema", FailureKind.INVALID, refusal, 1));
        failures.add(new FailedEntity("svc.d.good.t", "table", FailureKind.INVALID, "no", 1));
        for (int i = 0; i < 1_234; i++) {
            failures.add(new FailedEntity("svc.d.bad\nname.t" + i, "table", FailureKind.INVALID, refusal, 1));
        }
        Counts schema = new Counts(0, 0, 0, 0, 0, 1, 0);
        Counts tables = new Counts(10_000, 8_765, 0, 0, 0, 1_235, 0);
        return new Report(
                "20261122-081736-0002",
                "sales",
                State.FAILED,
                "local",
                Instant.parse("2026-11-22T08:17:36Z"),
                3,
                1.3,
                new Counts(10_000, 8_765, 0, 0, 0, 1_236, 0),
                Map.of("databaseSchema", schema, "table", tables),
                Map.of(),
                0,
                null,
                List.of(),
                failures,
                List.of());
    }

    /** A run of nothing. */
    public static Report empty() {
        return empty(State.SUCCESS);
    }

    public static Report empty(State state) {
        return new Report(
                "20261122-081736-0000",
                "empty",
                state,
                "sequential",
                Instant.parse("2026-11-22T08:17:36Z"),
                0.01,
                0,
                Counts.ZERO,
                Map.of(),
                Map.of(),
                0,
                null,
                List.of(),
                List.of(),
                List.of());
    }

    /** A run that is under way, and in which a worker was lost. */
    public static Report repeated() {
        Counts counts = new Counts(10, 4, 0, 0, 0, 0, 0);
        return new Report(
                "20261122-081736-0001",
                "sales",
                State.RUNNING,
                "local",
                Instant.parse("2026-11-22T08:17:36Z"),
                3,
                1.3,
                counts,
                Map.of("table", counts),
                Map.of("svc.d.s", counts),
                2,
                new SourceUsage(1, null),
                List.of(),
                List.of(),
                List.of());
    }
}

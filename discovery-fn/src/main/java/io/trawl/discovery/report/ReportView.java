package io.trawl.discovery.report;

import io.trawl.api.report.Report;
import io.trawl.api.report.Report.Counts;
import io.trawl.api.report.Report.FailedEntity;
import io.trawl.api.util.OneLine;
import io.trawl.discovery.report.ShownFailures.Shown;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A report in the words and numbers the page shows; every member is ready to be printed.
 *
 * @param state wire name of the state, also the badge's style class
 * @param figures the large numbers on top
 * @param outcomes the parts of the bar below them
 * @param repeated a sentence about what was handled once more
 * @param usage a sentence about what was asked of the source
 * @param chart throughput over time, or null if the run was too short to draw one
 * @param schemas one row for each schema, largest first
 * @param moreSchemas how many more there are
 * @param failures the first ones
 * @param moreFailures how many more there are
 */
public record ReportView(
        String workflow,
        String runId,
        String state,
        String stateLabel,
        String startedAt,
        String startedAtIso,
        String mode,
        List<Figure> figures,
        List<Part> outcomes,
        @Nullable String repeated,
        @Nullable String usage,
        @Nullable ThroughputChart chart,
        List<Row> types,
        List<Row> schemas,
        @Nullable String moreSchemas,
        List<FailureRow> failures,
        @Nullable String moreFailures,
        List<String> warnings) {

    static final int MOST_SCHEMAS = 200;
    static final int MOST_FAILURES = 500;

    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** A large number with what it means, and a smaller line below. */
    public record Figure(String label, String value, String note) {}

    /** A part of a bar: its style class, name, count and share of the whole in percent, with a dot for CSS. */
    public record Part(String name, String label, String count, String share) {}

    /** A row of a table of counts, which are in the order of the columns; {@code parts} is its bar. */
    public record Row(String name, Map<String, String> counts, List<Part> parts) {}

    /** A row of the table of failures; the id is followed by how many entities failed with it. */
    public record FailureRow(String id, String type, String kind, String message, int attempts) {}

    static ReportView of(Report report) {
        Counts all = report.entities();
        List<Row> schemas = rows(report.bySchema());
        List<Shown> failures = ShownFailures.of(report.failures()).stream()
                .limit(MOST_FAILURES)
                .toList();
        return new ReportView(
                OneLine.of(report.workflow()),
                report.runId(),
                report.state().wireName(),
                stateLabel(report.state()),
                UTC.format(report.startedAt()),
                report.startedAt().toString(),
                report.mode(),
                figures(report),
                parts(all, Math.max(all.listed(), all.done())),
                report.repeated() > 0 ? Labels.repeated(report.repeated()) : null,
                report.sourceUsage() == null ? null : Labels.usage(report.sourceUsage()),
                ThroughputChart.of(report.timeline()),
                report.byType().entrySet().stream()
                        .map(type -> row(
                                Labels.type(type.getKey()),
                                type.getValue(),
                                type.getValue().listed()))
                        .toList(),
                schemas.stream().limit(MOST_SCHEMAS).toList(),
                more(schemas.size() - MOST_SCHEMAS),
                failures.stream().map(ReportView::failure).toList(),
                more(all.failed() - ShownFailures.count(failures)),
                report.warnings().stream().map(OneLine::of).toList());
    }

    private static String stateLabel(Report.State state) {
        return switch (state) {
            case SUCCESS -> "Success";
            case PARTIAL_SUCCESS -> "Partial success";
            case FAILED -> "Failed";
            case STOPPED -> "Stopped";
            case INTERRUPTED -> "Interrupted";
            case RUNNING -> "Running";
        };
    }

    private static List<Figure> figures(Report report) {
        Counts all = report.entities();
        return List.of(
                new Figure("Entities", Labels.count(all.done()), "of " + Labels.count(all.listed()) + " listed"),
                new Figure("Success", Labels.percent(all.successPercentage()), Labels.count(all.failed()) + " failed"),
                new Figure("Throughput", Labels.rate(report.throughputPerSecond()), "entities per second"),
                new Figure("Duration", Labels.duration(report.durationSeconds()), report.mode() + " mode"));
    }

    private static List<Row> rows(Map<String, Counts> counts) {
        long largest = counts.values().stream().mapToLong(Counts::listed).max().orElse(0);
        return counts.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Counts> entry) ->
                                entry.getValue().listed())
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> row(OneLine.of(entry.getKey()), entry.getValue(), largest))
                .toList();
    }

    private static Row row(String name, Counts counts, long whole) {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("listed", Labels.count(counts.listed()));
        shown.put("ingested", Labels.count(counts.ingested()));
        shown.put("unchanged", Labels.count(counts.unchanged()));
        shown.put("gone", Labels.count(counts.gone()));
        shown.put("filtered", Labels.count(counts.filtered()));
        shown.put("deleted", Labels.count(counts.deleted()));
        shown.put("failed", Labels.count(counts.failed()));
        return new Row(name, shown, parts(counts, whole));
    }

    private static List<Part> parts(Counts counts, long whole) {
        List<Part> parts = new ArrayList<>();
        part(parts, "ingested", "Ingested", counts.ingested(), whole);
        part(parts, "unchanged", "Unchanged", counts.unchanged(), whole);
        part(parts, "gone", "Gone", counts.gone(), whole);
        part(parts, "failed", "Failed", counts.failed(), whole);
        part(parts, "open", "Not reached", counts.listed() - counts.done(), whole);
        return parts;
    }

    private static void part(List<Part> parts, String name, String label, long count, long whole) {
        if (count > 0 && whole > 0) {
            parts.add(new Part(
                    name, label, Labels.count(count), String.format(Locale.ROOT, "%.3f", 100.0 * count / whole)));
        }
    }

    private static FailureRow failure(Shown shown) {
        FailedEntity failed = shown.failed();
        return new FailureRow(
                OneLine.of(shown.label()),
                failed.type(),
                failed.kind().name(),
                OneLine.of(failed.message()),
                failed.attempts());
    }

    private static String more(long howMany) {
        return howMany > 0 ? Labels.count(howMany) : null;
    }
}

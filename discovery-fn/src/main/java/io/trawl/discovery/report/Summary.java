package io.trawl.discovery.report;

import io.trawl.api.report.Report;
import io.trawl.api.report.Report.Counts;
import io.trawl.api.report.Report.FailedEntity;
import io.trawl.api.util.OneLine;
import io.trawl.discovery.report.ShownFailures.Shown;
import java.util.List;

/** The text that is printed when a run has ended, in the form of OpenMetadata's workflow summary. */
public final class Summary {

    private static final int MOST_FAILURES = 10;
    private static final int MOST_WARNINGS = 20;
    private static final String ROW = "  %-26s %10s %10s %10s %10s %12s%n";

    private final StringBuilder text = new StringBuilder(1024);

    private Summary() {}

    /** The summary, several lines. */
    public static String of(Report report) {
        Summary summary = new Summary();
        summary.line("Workflow Summary: %s", report.workflow());
        summary.line("");
        summary.table(report);
        summary.totals(report);
        summary.warnings(report.warnings());
        summary.failures(report);
        return summary.text.toString();
    }

    private void table(Report report) {
        text.append(String.format(ROW, "", "records", "filtered", "gone", "errors", "success"));
        report.byType().forEach((type, counts) -> row(Labels.type(type), counts));
        if (report.byType().size() != 1) {
            row("Total", report.entities());
        }
        line("");
    }

    private void row(String name, Counts counts) {
        text.append(String.format(
                ROW,
                name,
                Labels.count(counts.ingested() + counts.unchanged()),
                Labels.count(counts.filtered()),
                Labels.count(counts.gone()),
                Labels.count(counts.failed()),
                Labels.percent(counts.successPercentage())));
    }

    private void totals(Report report) {
        Counts all = report.entities();
        line(
                "  Listed %s: ingested %s, unchanged %s, gone %s, failed %s%s; deleted %s",
                Labels.count(all.listed()),
                Labels.count(all.ingested()),
                Labels.count(all.unchanged()),
                Labels.count(all.gone()),
                Labels.count(all.failed()),
                all.listed() > all.done() ? ", not reached " + Labels.count(all.listed() - all.done()) : "",
                Labels.count(all.deleted()));
        line(
                "  Elapsed %s (%s mode), %s entities/s",
                Labels.duration(report.durationSeconds()), report.mode(), Labels.rate(report.throughputPerSecond()));
        if (report.repeated() > 0) {
            line("  %s", Labels.repeated(report.repeated()));
        }
        if (report.sourceUsage() != null) {
            line("  %s", Labels.usage(report.sourceUsage()));
        }
        line(
                "  Success %%: %s, state: %s",
                Labels.percent(all.successPercentage()), report.state().wireName());
    }

    private void warnings(List<String> warnings) {
        if (warnings.isEmpty()) {
            return;
        }
        line("");
        line("Warnings");
        warnings.stream().limit(MOST_WARNINGS).forEach(warning -> line("  %s", warning));
        more(warnings.size() - MOST_WARNINGS);
    }

    private void failures(Report report) {
        if (report.failures().isEmpty()) {
            return;
        }
        line("");
        line("Failures");
        List<Shown> shown = ShownFailures.of(report.failures()).stream()
                .limit(MOST_FAILURES)
                .toList();
        shown.forEach(this::failure);
        more(report.entities().failed() - ShownFailures.count(shown));
    }

    private void failure(Shown shown) {
        FailedEntity failed = shown.failed();
        line("  %-10s %s", failed.kind(), shown.label());
        line(
                "  %-10s %s%s",
                "", failed.message(), failed.attempts() > 1 ? " (" + failed.attempts() + " attempts)" : "");
    }

    private void more(long howMany) {
        if (howMany > 0) {
            line("  … and %s more (the JSON report lists them)", Labels.count(howMany));
        }
    }

    private void line(String format, Object... arguments) {
        text.append(OneLine.of(String.format(format, arguments))).append(System.lineSeparator());
    }
}

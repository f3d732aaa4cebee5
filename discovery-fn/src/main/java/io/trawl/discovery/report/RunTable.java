package io.trawl.discovery.report;

import io.trawl.api.ledger.RunRecord;
import io.trawl.api.util.OneLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Prints runs as a table, a line for each, with columns as wide as their contents. */
public final class RunTable {

    private static final List<String> TITLES =
            List.of("run", "workflow", "state", "started (UTC)", "duration", "entities", "failed");
    /** The columns before this one are text and begin together, the others are numbers and end together. */
    private static final int FIRST_NUMBER = 4;

    private RunTable() {}

    /** Several lines, the titles first; one that says so if there are no runs. */
    public static String of(List<RunRecord> runs, Instant now) {
        if (runs.isEmpty()) {
            return "No runs." + System.lineSeparator();
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(TITLES);
        runs.forEach(run -> rows.add(row(run, now)));
        int[] widths = IntStream.range(0, TITLES.size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        StringBuilder text = new StringBuilder(1024);
        rows.forEach(row -> text.append(line(row, widths)).append(System.lineSeparator()));
        return text.toString();
    }

    private static List<String> row(RunRecord run, Instant now) {
        return List.of(
                run.run().runId(),
                OneLine.of(run.run().workflow()),
                run.state().wireName(),
                Labels.time(run.startedAt()),
                Labels.duration(RunLine.duration(run, now).toMillis() / 1000.0),
                Labels.count(run.entities().done()) + "/"
                        + Labels.count(run.entities().listed()),
                Labels.count(run.entities().failed()));
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder(120);
        for (int column = 0; column < widths.length; column++) {
            String padding = " ".repeat(widths[column] - row.get(column).length());
            line.append(column == 0 ? "" : "  ");
            line.append(column < FIRST_NUMBER ? row.get(column) + padding : padding + row.get(column));
        }
        return line.toString();
    }
}

package io.trawl.discovery.report;

import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.Variant;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.trawl.api.report.Report;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The report as a page for people: one file that needs no other, no script and no network. */
@RegisterForReflection(
        targets = {
            ReportView.class,
            ReportView.Figure.class,
            ReportView.Part.class,
            ReportView.Row.class,
            ReportView.FailureRow.class,
            ThroughputChart.class,
            ThroughputChart.Tick.class
        })
public final class ReportPage {

    private static final String HTML = "text/html";

    private ReportPage() {}

    /** Writes the page as UTF-8. */
    public static void write(Report report, OutputStream out) throws IOException {
        // Qute by itself, without Quarkus: the command line does not start it.
        Engine engine = Engine.builder()
                .addDefaults()
                .addValueResolver(new ReflectionValueResolver())
                .addResultMapper(new HtmlEscaper(List.of(HTML)))
                .strictRendering(true)
                .build();
        String page = engine.parse(template(), Variant.forContentType(HTML), "report")
                .data("view", ReportView.of(report))
                .render();
        out.write(page.getBytes(StandardCharsets.UTF_8));
    }

    private static String template() throws IOException {
        try (InputStream in = ReportPage.class.getResourceAsStream("report.html")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

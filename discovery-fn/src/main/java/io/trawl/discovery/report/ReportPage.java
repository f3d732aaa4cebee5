package io.trawl.discovery.report;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.trawl.core.report.Report;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The report as a page for people: one file that needs no other, no script and no network. */
public final class ReportPage {

    private ReportPage() {}

    @CheckedTemplate(basePath = "")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance report(ReportView view);
    }

    /** Writes the page as UTF-8. */
    public static void write(Report report, OutputStream out) throws IOException {
        out.write(Templates.report(ReportView.of(report)).render().getBytes(StandardCharsets.UTF_8));
    }
}

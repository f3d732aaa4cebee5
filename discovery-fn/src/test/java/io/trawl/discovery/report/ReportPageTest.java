package io.trawl.discovery.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.report.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReportPageTest {

    private static String page(Report report) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ReportPage.write(report, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void showsWhatTheReportHolds() throws IOException {
        String page = page(SampleReports.eventful());
        Files.writeString(Path.of("target/report-sample.html"), page);
        assertThat(page)
                .contains("postgres-to-openmetadata", "Partial success", "20261122-081736-4f1e")
                .contains("22 November 2026, 08:17:36 UTC", "3 min 6 s", "10,890")
                .contains("warehouse.shop.hr.salaries", "permission denied for schema hr (42501)", "PERMISSION")
                .contains("more than deletion.maxShare 0.2 and deletion.maxCount 5 allow")
                .contains("and 37 more");
    }

    @Test
    void entitiesThatFailedWithTheirSchemaAreCountedBesideIt() throws IOException {
        assertThat(page(SampleReports.refusedSchema()))
                .containsPattern("svc\\.d\\.bad.+name, with 1,234 entities in it")
                .contains("svc.d.good.t")
                .containsOnlyOnce("metadata-rest refused databaseSchema")
                .doesNotContain("more; the JSON report lists them");
    }

    @Test
    void escapesEverything() throws IOException {
        assertThat(page(SampleReports.eventful()))
                .doesNotContain("<script", "<b>after")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "503 &lt;b&gt;after&lt;/b&gt; a pause &amp; closed");
    }

    @Test
    void needsNoOtherFileAndNoScript() throws IOException {
        assertThat(page(SampleReports.eventful()))
                .doesNotContain("http:", "https:", "<link", "src=", "@import", "url(");
    }

    @Test
    void showsARunThatIsUnderWay() throws IOException {
        String page = page(SampleReports.repeated());
        Files.writeString(Path.of("target/report-running.html"), page);
        assertThat(page)
                .contains("<span class=\"state running\">Running</span>")
                .contains("2 entities were handled once more because a worker was lost.")
                .contains("1 statement was sent to the source.");
        assertThat(page(SampleReports.eventful())).doesNotContain("once more");
    }

    @Test
    void showsARunOfNothing() throws IOException {
        assertThat(page(SampleReports.empty()))
                .contains("Success", "0.01 s")
                .doesNotContain("<svg", "Failures", "Warnings", "By schema", "NaN");
    }
}

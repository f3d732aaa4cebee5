package io.trawl.discovery.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SummaryTest {

    @Test
    void saysWhatOpenMetadataSaysAndWhatFailed() {
        String summary = Summary.of(SampleReports.eventful());
        System.out.println(summary);
        assertThat(summary)
                .contains("Workflow Summary: postgres-to-openmetadata")
                .contains("Success %: 99.64 %, state: partialSuccess")
                .contains("Listed 10,890: ingested 9,649, unchanged 1,200, gone 2, failed 39; deleted 12")
                .contains("Elapsed 3 min 6 s (local mode), 58 entities/s")
                .contains("PERMISSION warehouse.shop.hr.salaries")
                .contains("(3 attempts)")
                .contains("… and 37 more");
    }

    @Test
    void entitiesThatFailedWithTheirSchemaAreCountedBesideIt() {
        assertThat(Summary.of(SampleReports.refusedSchema()))
                .containsPattern("INVALID    svc\\.d\\.bad.+name, with 1,234 entities in it")
                .containsOnlyOnce("metadata-rest refused databaseSchema")
                .contains("INVALID    svc.d.good.t")
                .doesNotContain(" more (the JSON report lists them)");
    }

    @Test
    void aRunOfNothingSucceeded() {
        assertThat(Summary.of(SampleReports.empty()))
                .contains("Success %: 100 %, state: success")
                .doesNotContain("Failures", "Warnings");
    }

    @Test
    void saysWhatWasHandledOnceMoreIfAnythingWas() {
        assertThat(Summary.of(SampleReports.repeated()))
                .contains("2 entities were handled once more because a worker was lost", "state: running");
        assertThat(Summary.of(SampleReports.eventful())).doesNotContain("once more");
        assertThat(Labels.repeated(1)).isEqualTo("1 entity was handled once more because a worker was lost");
    }

    @Test
    void saysWhatWasAskedOfTheSourceIfThatWasCounted() {
        assertThat(Summary.of(SampleReports.eventful()))
                .contains("1,234 statements were sent to the source, for which its warehouse worked 12.5 s");
        assertThat(Summary.of(SampleReports.repeated())).contains("1 statement was sent to the source\n");
        assertThat(Summary.of(SampleReports.empty())).doesNotContain("statement");
    }

    @Test
    void percentagesAreNeverRoundedUpToSuccess() {
        assertThat(Labels.percent(99.9999)).isEqualTo("99.99 %");
        assertThat(Labels.percent(100)).isEqualTo("100 %");
        assertThat(Labels.percent(90)).isEqualTo("90 %");
    }
}

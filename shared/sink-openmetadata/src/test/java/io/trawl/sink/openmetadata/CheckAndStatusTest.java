package io.trawl.sink.openmetadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.api.model.Check;
import io.trawl.api.model.FailureKind;
import io.trawl.api.sink.PipelineStatus;
import io.trawl.api.sink.SinkProvider;
import io.trawl.api.workflow.Secret;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.time.Instant;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckAndStatusTest extends SinkTest {

    private static final PipelineStatus STATUS = new PipelineStatus(
            "0b3b1c1e-run",
            "partialSuccess",
            Instant.ofEpochMilli(1_000),
            Instant.ofEpochMilli(9_000),
            List.of(new PipelineStatus.Step(
                    "sink", 10, 2, 1, List.of(new PipelineStatus.StepFailure("svc.db.s.t", "refused")))));

    @Test
    void isFoundAsAService() {
        assertThat(ServiceLoader.load(SinkProvider.class).stream().map(ServiceLoader.Provider::get))
                .filteredOn(provider -> provider.type().equals("metadata-rest"))
                .singleElement()
                .satisfies(provider -> assertThat(provider.needsServer()).isTrue());
    }

    @ParameterizedTest
    @CsvSource({
        "1.13.0,false",
        "1.5.0,false",
        "1.12.4-SNAPSHOT,false",
        "1.4.9,true",
        "1.14.0,true",
        "2.0,true",
        "?,true"
    })
    void versionsNobodyTriedAreMentioned(String version, boolean warned) {
        serve(OpenMetadataServer.builder().version(version));
        open();
        List<Check> checks = sink.check();
        assertThat(checks).extracting(Check::name).containsExactly("sink server", "sink token", "sink bulk");
        assertThat(checks).allSatisfy(check -> assertThat(check.failure()).isNull());
        assertThat(checks.get(0).detail()).contains("OpenMetadata " + version);
        assertThat(checks.get(0).detail().contains("warning")).isEqualTo(warned);
        assertThat(checks.get(1).detail()).isEqualTo("bot ingestion-bot");
        assertThat(server.all("table")).isEmpty();
    }

    @Test
    void withoutBulkItSaysSo() {
        serve(OpenMetadataServer.builder().withoutBulk(405));
        open();
        assertThat(sink.check().get(2).detail()).startsWith("no bulk writes");
    }

    @Test
    void aRefusedTokenEndsTheChecks() {
        serve(OpenMetadataServer.builder());
        fixture.token = new Secret("wrong");
        open();
        assertThat(sink.check()).hasSize(2).last().satisfies(check -> {
            assertThat(check.name()).isEqualTo("sink token");
            assertThat(check.failure()).isEqualTo(FailureKind.PERMISSION);
            assertThat(check.detail()).contains("jwtToken was refused");
        });
    }

    @Test
    void reportsTheStatusToThePipeline() {
        serve(OpenMetadataServer.builder());
        fixture.pipeline = "svc.my pipeline/1";
        server.addPipeline(fixture.pipeline);
        open();
        sink.reportStatus(STATUS);
        sink.reportStatus(new PipelineStatus("r2", "running", Instant.ofEpochMilli(5), null, List.of()));
        List<JsonNode> statuses = server.pipelineStatuses(fixture.pipeline);
        assertThat(statuses).hasSize(2);
        assertThat(statuses.get(0).path("pipelineState").asText()).isEqualTo("partialSuccess");
        assertThat(statuses.get(0).path("endDate").asLong()).isEqualTo(9_000);
        assertThat(statuses.get(0).at("/status/0/failures/0/name").asText()).isEqualTo("svc.db.s.t");
        assertThat(statuses.get(1).has("endDate")).isFalse();
    }

    @Test
    void aStatusThatCannotBeReportedIsNoFailure() {
        serve(OpenMetadataServer.builder());
        fixture.pipeline = "no.such.pipeline";
        open();
        assertThatCode(() -> sink.reportStatus(STATUS)).doesNotThrowAnyException();
        assertThat(server.requestCount()).isEqualTo(1);
        fixture.pipeline = null;
        open();
        sink.reportStatus(STATUS);
        assertThat(server.requestCount()).isEqualTo(1);
    }
}

package io.trawl.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run may go on with a workflow that was changed, unless it would read or write something else. */
class DigestTest {

    @TempDir
    Path directory;

    private String digest(SampleWorkflow workflow) {
        return workflow.read(directory).digest();
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', textBlock = """
            source.serviceConnection.config.username | other
            source.serviceConnection.config.authType | {password: another}
            source.sourceConfig.config.threads | 7
            sink.config.bulk_sink_batch_size | 10
            sink.config.max_response_bytes | 4096
            sink.config.request_timeout_seconds | 10
            workflowConfig.loggerLevel | DEBUG
            workflowConfig.successThreshold | 1
            workflowConfig.raiseOnError | false
            workflowConfig.openMetadataServerConfig.securityConfig | {jwtToken: another}
            workflowConfig.openMetadataServerConfig.extraHeaders | {X-Key: another}
            workflowConfig.distributedExecution | {enabled: true, parallelism: 7, deletion: {maxShare: 1, maxCount: 0}}
            workflowConfig.distributedExecution.ledger | {url: 'jdbc:postgresql:d', password: another}
            ingestionPipelineFQN | a.b
            """)
    void whatDoesNotDecideWhatIsReadAndWritten(String path, String yaml) {
        assertThat(digest(new SampleWorkflow().with(path, yaml))).isEqualTo(digest(new SampleWorkflow()));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', textBlock = """
            source.serviceName | other
            source.serviceConnection.config.hostPort | elsewhere:5432
            source.serviceConnection.config.database | other
            source.serviceConnection.config.ingestAllDatabases | true
            source.serviceConnection.config.schemaFilterPattern | {excludes: [tmp_]}
            source.sourceConfig.config.tableFilterPattern | {includes: [a]}
            source.sourceConfig.config.tableFilterPattern | {excludes: [a]}
            source.sourceConfig.config.includeViews | false
            source.sourceConfig.config.markDeletedTables | false
            sink | {type: file, config: {filename: out.ndjson}}
            workflowConfig.openMetadataServerConfig.hostPort | http://elsewhere:8585/api
            """)
    void whatDecidesWhatIsReadAndWritten(String path, String yaml) {
        assertThat(digest(new SampleWorkflow().with(path, yaml))).isNotEqualTo(digest(new SampleWorkflow()));
    }

    @Test
    void anotherFileOfTheSameSinkIsAnotherPlaceToWriteTo() {
        SampleWorkflow other = new SampleWorkflow().toFile().with("sink.config.filename", "other.ndjson");
        assertThat(digest(other)).isNotEqualTo(digest(new SampleWorkflow().toFile()));
    }

    @Test
    void theOrderOfKeysMakesNoDifference() throws Exception {
        String first = """
                source: {type: postgres, serviceName: s, serviceConnection: {config: {username: u, hostPort: "h:1"}},
                  sourceConfig: {config: {includeTags: false, tableFilterPattern: {includes: [a, b]}}}}
                sink: {type: file, config: {filename: f}}
                """;
        String second = """
                sink: {config: {filename: f}, type: file}
                source: {serviceConnection: {config: {hostPort: "h:1", username: u}}, serviceName: s, type: postgres,
                  sourceConfig: {config: {tableFilterPattern: {includes: [a, b]}, includeTags: false}}}
                """;
        assertThat(digestOf(second)).isEqualTo(digestOf(first));
        assertThat(digestOf(first.replace("[a, b]", "[ab]"))).isNotEqualTo(digestOf(first));
    }

    private String digestOf(String text) throws Exception {
        Path file = Files.writeString(directory.resolve("x.yaml"), text);
        return new WorkflowReader(SampleWorkflow.ENVIRONMENT, FakeProviders.ALL)
                .read(file)
                .digest();
    }

    @Test
    void itIsShortAndPlain() {
        assertThat(digest(new SampleWorkflow())).matches("[0-9a-f]{32}");
    }
}

package io.trawl.discovery.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.workflow.Workflow;
import io.trawl.config.WorkflowReader;
import io.trawl.testkit.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Workflows as OpenMetadata's documentation shows them, its page generates them, and people keep them. */
class OpenMetadataFilesTest {

    private static final Path FOLDER = Path.of("src/test/resources/openmetadata/workflows");
    private static final String WARNS = "# warns: ";

    private static final Map<String, String> ENVIRONMENT = Map.ofEntries(
            Map.entry("PG_PASSWORD", "s3cret$PG_USER"),
            Map.entry("OM_JWT", "t0ken"),
            Map.entry("AWS_SECRET", "aws-s3cret"),
            Map.entry("SOURCE_TYPE", "POSTGRES"),
            Map.entry("SERVICE", "airflow"),
            Map.entry("PG_USER", "catalog"),
            Map.entry("PG_HOST", "pg"),
            Map.entry("PG_PORT", "5432"),
            Map.entry("PG_DATABASE", "app"),
            Map.entry("MARK_DELETED", "no"),
            Map.entry("THREADS", "4"),
            Map.entry("LOG_LEVEL", "WARN"),
            Map.entry("OM_HOST", "http://openmetadata:8585"),
            Map.entry("OM_AUTH", "openmetadata"));

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().matches(".*\\.(yaml|json)"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void isReadWithTheWarningsThatItNames(Path file) {
        Workflow workflow = read(file);
        assertThat(workflow.warnings())
                .containsExactlyInAnyOrderElementsOf(Checkout.text(file)
                        .lines()
                        .filter(line -> line.startsWith(WARNS))
                        .map(line -> file + ": " + line.substring(WARNS.length()))
                        .toList());
        assertThat(workflow.toString()).doesNotContain("s3cret", "t0ken", "p4ss-w0rd", "c2lnbmF0dXJl", "p@ss/w:rd");
    }

    @Test
    void thereAreFilesOfBothSourcesAndAllVersions() throws IOException {
        assertThat(files())
                .hasSizeGreaterThan(15)
                .extracting(file -> file.getFileName().toString())
                .anyMatch(name -> name.startsWith("postgres-ui-1.13"))
                .anyMatch(name -> name.startsWith("postgres-ui-2.0"))
                .anyMatch(name -> name.startsWith("redshift-ui-2.0"))
                .anyMatch(name -> name.contains("docs-1.12"));
    }

    @Test
    void variablesAreWhatTheEnvironmentSays() {
        Workflow workflow = read(FOLDER.resolve("postgres-airflow-env.yaml"));
        assertThat(workflow.source().type()).isEqualTo("postgres");
        assertThat(workflow.source().serviceName()).isEqualTo("airflow_pg");
        assertThat(workflow.source().connection().server()).isEqualTo("postgresql://pg:5432");
        assertThat(workflow.source().metadata().markDeletedTables()).isFalse();
        assertThat(workflow.source().metadata().includeStoredProcedures()).isTrue();
        assertThat(workflow.source().metadata().schemaFilterPattern().includes())
                .containsExactly("^core$", "^mart_.*$");
        assertThat(workflow.workflowConfig().raiseOnError()).isFalse();
        assertThat(workflow.execution().parallelism()).isEqualTo(4);
    }

    private static Workflow read(Path file) {
        return new WorkflowReader(ENVIRONMENT).read(file);
    }
}

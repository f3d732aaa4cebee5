package io.trawl.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {

    static final Path DOCS = Path.of("../../docs");

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "PG_PASSWORD", "s3cret",
            "REDSHIFT_PASSWORD", "s3cret",
            "SNOWFLAKE_PRIVATE_KEY", "s3cret",
            "SNOWFLAKE_PASSPHRASE", "s3cret",
            "PG_HOST", "db.example.com",
            "OM_TOKEN", "tok3n",
            "LEDGER_PASSWORD", "l3dger",
            "TRAWL_LEDGER_URL", "jdbc:postgresql://ledger/trawl");

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(DOCS.resolve("examples"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isReadWithoutAWarning(Path example) {
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        boolean pods = example.toString().contains("argo"); // they have the ledger from their environment
        if (!pods) {
            environment.remove("TRAWL_LEDGER_URL");
        }
        Workflow workflow = new WorkflowReader(environment, FakeProviders.ALL).read(example);

        assertThat(workflow.warnings()).isEmpty();
        assertThat(workflow.name() + ".yaml").isEqualTo(example.getFileName().toString());
        boolean ledger = pods || workflow.name().contains("ledger");
        assertThat(workflow.execution().enabled())
                .isEqualTo(ledger || workflow.name().contains("parallel"));
        assertThat(workflow.execution().ledger() != null).isEqualTo(ledger);
        assertThat(workflow.toString()).doesNotContain("s3cret", "tok3n", "l3dger");
    }
}

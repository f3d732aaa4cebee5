package io.trawl.integration.knative;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.workflow.Workflow;
import io.trawl.config.WorkflowReader;
import io.trawl.testkit.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The sample that stands in the manifests can be run with the sample of a Secret. */
class SampleWorkflowTest {

    private static final Path SETTINGS = Checkout.root().resolve("knative/settings");

    @Test
    void itNeedsNothingButTheSecretAndTheSettings() throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of("TRAWL_PARALLELISM", "8"));
        for (String line : Files.readAllLines(SETTINGS.resolve("secret.env.example"))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                environment.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
            }
        }
        Workflow workflow = new WorkflowReader(environment).read(SETTINGS.resolve("workflows/warehouse.yaml"));

        assertThat(workflow.execution().orchestrator().name()).isEqualTo("knative");
        assertThat(workflow.execution().parallelism()).isEqualTo(8);
        assertThat(workflow.execution().ledger().url()).isEqualTo(environment.get("TRAWL_LEDGER_URL"));
    }
}

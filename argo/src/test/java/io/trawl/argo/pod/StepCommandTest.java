package io.trawl.argo.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.orchestrator.ProcessContext;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the WorkflowTemplate tells the pods that lead a run. */
class StepCommandTest {

    private final StringWriter err = new StringWriter();

    private static Map.Entry<String, StepRequest> of(String arguments) {
        return StepCommand.parsed(List.of(arguments.split(" ")));
    }

    private int run(String arguments) {
        ProcessContext context = new ProcessContext(
                Map.of(), new PrintWriter(new StringWriter()), new PrintWriter(err), action -> {}, report -> "");
        return new StepCommand().run(List.of(arguments.split(" ")), context);
    }

    @Test
    void theWorkflowNamesARunThatBegins() {
        assertThat(of("discover --workflow=shop --run= --as=w-1 --namespace=catalog --allow-large-deletion=true"))
                .isEqualTo(Map.entry("discover", new StepRequest("shop", "w-1", true, true, "catalog/w-1")));
        assertThat(of("finish --workflow=a=b --run=20260101-000000-abcdef --as=w-1 --allow-large-deletion=false"))
                .isEqualTo(Map.entry("finish", new StepRequest("a=b", "20260101-000000-abcdef", false, false, null)));
        assertThat(of("close --as=w-1 --workflow=shop"))
                .isEqualTo(Map.entry("close", new StepRequest("shop", "w-1", true, false, null)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            list                                     | which step? there are: discover, finish, close
            discover --as=a                          | --workflow: missing
            discover --workflow=a                    | --as: missing
            discover --workflow=a --as= --run=       | --as: missing
            discover --workflow=a --as=b --as=c      | --as: stands here for the second time
            close --workflow a                       | unknown argument '--workflow'; there are: --workflow, --run, --as, --namespace, --allow-large-deletion, each with =VALUE
            close --workflow=a --as=b --x=1          | unknown argument '--x=1'; there are: --workflow, --run, --as, --namespace, --allow-large-deletion, each with =VALUE
            finish --workflow=a --as=b --allow-large-deletion=yes | --allow-large-deletion: 'yes' is neither true nor false
            """)
    void oneWrongArgumentIsOneLine(String arguments, String message) {
        assertThat(run(arguments)).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("trawl: " + message + System.lineSeparator());
    }

    @ParameterizedTest
    @CsvSource({"latest", "-a", "a/b", "{{workflow.name}}"})
    void whatCannotNameARun(String run) {
        assertThat(run("close --workflow=a --as=b --run=" + run)).isEqualTo(2);
        assertThat(err.toString()).startsWith("trawl: --run: '" + run + "' is no id of a run: ");
    }
}

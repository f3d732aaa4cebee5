package io.trawl.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodArgumentsTest {

    @Test
    void whatAPodIsTold() {
        assertThat(PodArguments.of(
                        "batches", "--workflow=shop", "--run=20260101-000000-abcdef", "--as=w-1", "--pod=2", "--of=5"))
                .isEqualTo(new PodArguments("shop", "20260101-000000-abcdef", 2, 5));
        assertThat(PodArguments.of("batches", "--of=1", "--pod=0", "--as=nightly-1.2_x", "--run=", "--workflow=a=b"))
                .as("the Workflow names the run")
                .isEqualTo(new PodArguments("a=b", "nightly-1.2_x", 0, 1));
        assertThat(PodArguments.of("batches", "--workflow=shop", "--as=w-1", "--pod=0", "--of=999999999"))
                .isEqualTo(new PodArguments("shop", "w-1", 0, 999_999_999));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        ingest                                              | unknown command 'ingest'; there are: serve, batches
        --pod=1                                             | unknown command '--pod=1'; there are: serve, batches
        batches                                             | --of: missing
        batches --workflow=a --as=b --pod=1                 | --of: missing
        batches --workflow=a --as=b --of=1                  | --pod: missing
        batches --workflow= --as=b --pod=0 --of=1           | --workflow: missing
        batches --as=b --pod=0 --of=1                       | --workflow: missing
        batches --workflow=a --pod=0 --of=1                 | --as: missing
        batches --workflow=a --as= --run= --pod=0 --of=1    | --as: missing
        batches --workflow=a --as=b --pod=1 --of=1          | --pod: '1' is above 0
        batches --workflow=a --as=b --pod=9 --of=5          | --pod: '9' is above 4
        batches --workflow=a --as=b --pod=-1 --of=5         | --pod: '-1' is below 0
        batches --workflow=a --as=b --pod=0 --of=0          | --of: '0' is below 1
        batches --workflow=a --as=b --pod=0 --of=-3         | --of: '-3' is below 1
        batches --workflow=a --as=b --pod=x --of=5          | --pod: 'x' is not a whole number
        batches --workflow=a --as=b --pod=1.5 --of=5        | --pod: '1.5' is not a whole number
        batches --workflow=a --as=b --pod=0 --of=9999999999 | --of: '9999999999' is not a whole number
        batches --workflow=a --as=b --pod=0 --of=5 --of=5   | --of: stands here for the second time
        batches --workflow=a --as=b --pod=0 --of=5 --x=5    | unknown argument '--x=5'; there are: --workflow=NAME --run=ID --as=NAME --pod=P --of=N
        batches --pod 0                                     | unknown argument '--pod'; there are: --workflow=NAME --run=ID --as=NAME --pod=P --of=N
        batches pod=0                                       | unknown argument 'pod=0'; there are: --workflow=NAME --run=ID --as=NAME --pod=P --of=N
        batches --                                          | unknown argument '--'; there are: --workflow=NAME --run=ID --as=NAME --pod=P --of=N
        """)
    void oneWrongArgumentIsOneLine(String args, String message) {
        assertThatThrownBy(() -> PodArguments.of(args.split(" ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int exitCode =
                new ShardWorker(Map.of(), new PrintStream(said, true, StandardCharsets.UTF_8)).run(args.split(" "));
        assertThat(exitCode).isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8)).isEqualTo("trawl: " + message + "\n");
    }

    @ParameterizedTest
    @CsvSource({"latest", "-a", "a b", "a/b", "{{workflow.name}}"})
    void whatCannotNameARun(String run) {
        assertThatThrownBy(
                        () -> PodArguments.of("batches", "--workflow=a", "--run=" + run, "--as=b", "--pod=0", "--of=1"))
                .hasMessageStartingWith("--run: '" + run + "' is no id of a run: ");
        assertThatThrownBy(() -> PodArguments.of("batches", "--workflow=a", "--as=" + run, "--pod=0", "--of=1"))
                .hasMessageStartingWith("--as: '" + run + "' is no id of a run: ");
    }

    @Test
    void whatIsQuotedIsShortAndOneLine() {
        assertThatThrownBy(() -> PodArguments.of("batches", "--x=\n\r" + "y".repeat(10_000)))
                .hasMessageStartingWith("unknown argument '--x= yyy")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300).doesNotContain("\n"));
    }
}

package io.trawl.source.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.Workflow;
import io.trawl.config.WorkflowReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workflows for Snowflake as users write them: what is wrong is told in one line, with its path and without secrets. */
class SnowflakeWorkflowTest {

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "SNOWFLAKE_PRIVATE_KEY", "k3y-the-secret",
            "SNOWFLAKE_PASSPHRASE", "phr4se-the-secret",
            "OM_TOKEN", "t0ken-the-secret");

    @TempDir
    Path directory;

    private Workflow read(String source) throws IOException {
        Path file = Files.writeString(
                directory.resolve("sf.yaml"), source + "sink: {type: file, config: {filename: out.ndjson}}\n");
        return new WorkflowReader(ENVIRONMENT).read(file);
    }

    @Test
    void theExampleOfTheDocumentationIsReadByTheRealSource() throws IOException {
        String example = Files.readString(Path.of("../../docs/examples/snowflake-argo.yaml"));
        Workflow workflow = read(example.substring(0, example.indexOf("sink:")));
        SnowflakeConnection connection = (SnowflakeConnection) workflow.source().connection();
        assertThat(connection.privateKey().reveal()).isEqualTo("k3y-the-secret");
        assertThat(workflow.warnings()).isEmpty();
        assertThat(workflow.toString()).doesNotContain("k3y-the-secret", "phr4se-the-secret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            acount: x, account: a, password: x                  | .acount: unknown key, did you mean account?
            password: x                                         | .account: is missing
            account: a, password: x, port: 1                    | .port: unknown key
            account: a, password: x, includeStreams: sometimes  | .includeStreams:
            account: a, password: x, connectionArguments: {authenticator: okta} | .connectionArguments.authenticator: '********' is not supported; Trawl logs in with a password
            """)
    void aWrongKeyIsOneLineWithItsPath(String keys, String message) {
        assertThatThrownBy(() -> read("""
                source:
                  type: snowflake
                  serviceName: sf
                  serviceConnection: {config: {type: Snowflake, username: u, warehouse: w, %s}}
                  sourceConfig: {config: {type: DatabaseMetadata}}
                """.formatted(keys)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("source.serviceConnection.config" + message);
    }
}

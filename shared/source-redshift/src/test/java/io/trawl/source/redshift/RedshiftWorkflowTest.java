package io.trawl.source.redshift;

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

/** Workflows for Redshift as users write them: what is wrong is told in one line, with its path and without secrets. */
class RedshiftWorkflowTest {

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "REDSHIFT_PASSWORD", "pa55-the-secret", "AWS_SECRET", "k3y-the-secret", "OM_TOKEN", "t0ken-the-secret");
    private static final String CONNECTION = "source.serviceConnection.config";

    @TempDir
    Path directory;

    /** OpenMetadata's own example, with more or other keys of the connection. */
    private Workflow read(String connection) throws IOException {
        Path file = Files.writeString(directory.resolve("rs.yaml"), """
                source:
                  type: redshift
                  serviceName: aws_redshift
                  serviceConnection:
                    config:
                      type: Redshift
                      hostPort: cluster.name.eu-west-1.redshift.amazonaws.com:5439
                      username: username
                      %s
                      database: dev
                  sourceConfig: {config: {type: DatabaseMetadata}}
                sink: {type: file, config: {filename: out.ndjson}}
                """.formatted(connection));
        return new WorkflowReader(ENVIRONMENT).read(file);
    }

    @Test
    void openMetadatasExampleIsRead() throws IOException {
        RedshiftConnection connection = (RedshiftConnection)
                read("authType: {password: '${REDSHIFT_PASSWORD}'}").source().connection();
        assertThat(connection.secret().reveal()).isEqualTo("pa55-the-secret");
    }

    @Test
    void iamNeedsNoMoreThanTheHost() throws IOException {
        Workflow workflow = read("authType: {awsConfig: {awsRegion: eu-west-1}}");
        assertThat(((RedshiftConnection) workflow.source().connection()).aws().awsRegion())
                .isEqualTo("eu-west-1");
    }

    @Test
    void theExampleOfTheDocumentationIsReadByTheRealSource() throws IOException {
        String example = Files.readString(Path.of("../../docs/examples/redshift.yaml"));
        Path file = Files.writeString(
                directory.resolve("rs.yaml"),
                example.substring(0, example.indexOf("sink:")) + "sink: {type: file, config: {filename: out}}");
        Workflow workflow = new WorkflowReader(ENVIRONMENT).read(file);
        assertThat(((RedshiftConnection) workflow.source().connection())
                        .secret()
                        .reveal())
                .isEqualTo("pa55-the-secret");
        assertThat(workflow.toString()).doesNotContain("pa55-the-secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "password: x, usernam: x | .usernam: unknown key, did you mean username?",
                "hostPort: | .hostPort: is missing",
                "password: 12345678901234567890 | .password: the value is not text: put it in quotes",
                "authType: secret | .authType: expected a mapping, found text",
                "authType: {pasword: x} | .authType.pasword: unknown key, did you mean password?",
                "authType: {} | .authType: is missing; a password or awsConfig is needed",
                "authType: {password: '${NOT_SET}'} | .authType.password: ${NOT_SET} is not set",
                "authType: {password: ''} | .authType.password: is empty",
                "authType: {password: x, awsConfig: {}} | .authType.password: and awsConfig exclude each other",
                "authType: {awsConfig: {awsRegio: x}} | .authType.awsConfig.awsRegio: unknown key, did you mean awsRegion?",
                "authType: {awsConfig: {awsSecretAccessKey: '${AWS_SECRET}'}}"
                        + " | .authType.awsConfig.awsAccessKeyId: is missing; the id and the secret of a key come in pairs",
                "authType: {awsConfig: {awsSecretAccessKey: 5}}"
                        + " | .authType.awsConfig.awsSecretAccessKey: the value is not text: put it in quotes",
                "authType: {awsConfig: {endPointURL: 'ftp://x'}}"
                        + " | .authType.awsConfig.endPointURL: '********' is not an http or https URL",
                "password: x, sslMode: verify | .sslMode: 'verify' is not one of [disable, allow, prefer, require,"
                        + " verify-ca, verify-full]",
                "password: x, ingestAllDatabases: some | .ingestAllDatabases: 'some' is not true or false",
                "password: x, sslConfig: {caCertificat: a} | .sslConfig.caCertificat: unknown key, did you mean caCertificate?",
                "password: x, connectionOptions: {ssl: 'true'}"
                        + " | .connectionOptions.ssl: has a key of its own beside connectionOptions",
                "password: x, connectionOptions: {IniFile: /tmp/x}"
                        + " | .connectionOptions.IniFile: is Trawl's to decide and cannot be set",
                "password: x, connectionArguments: {statement_timeout: 5min}"
                        + " | .connectionArguments.statement_timeout: '********' is not a number of milliseconds",
            })
    void aWrongWorkflow(String connection, String complaint) {
        String keys = "{"
                + (connection.startsWith("hostPort") ? "" : "hostPort: cluster.name.eu-west-1.redshift.amazonaws.com, ")
                + connection + ", username: u, database: dev}";
        assertThatThrownBy(() -> readWhole(keys))
                .isInstanceOf(ConfigException.class)
                .hasNoCause()
                .hasMessage(directory.resolve("rs.yaml") + ": " + CONNECTION + complaint)
                .hasMessageNotContainingAny("pa55-the-secret", "k3y-the-secret", "12345678901234567890");
    }

    private void readWhole(String keys) throws IOException {
        Path file = Files.writeString(directory.resolve("rs.yaml"), """
                source:
                  type: redshift
                  serviceName: aws_redshift
                  serviceConnection: {config: %s}
                  sourceConfig: {config: {type: DatabaseMetadata}}
                sink: {type: file, config: {filename: out.ndjson}}
                """.formatted(keys));
        new WorkflowReader(ENVIRONMENT).read(file);
    }
}

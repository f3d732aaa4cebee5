package io.trawl.source.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.trawl.api.workflow.FilterPattern;
import io.trawl.api.workflow.Secret;
import io.trawl.source.jdbc.HostPort;
import io.trawl.source.jdbc.SslConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresConnectionTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** With a user, a host, a database, and these keys. */
    private static PostgresConnection with(String keys) throws Exception {
        String host = keys.contains("'hostPort'") ? "" : "'hostPort': 'h', ";
        return read("{'username': 'u', " + host + "'database': 'd', " + keys + "}");
    }

    private static PostgresConnection read(String json) throws Exception {
        return JSON.readValue(json.replace('\'', '"'), PostgresConnection.class);
    }

    @Test
    void everyKeyOfOpenMetadataIsRead() throws Exception {
        PostgresConnection connection = read("""
                {'type': 'Postgres', 'scheme': 'postgresql+psycopg2', 'username': 'u', 'authType': {'password': 'p'},
                 'hostPort': 'h:1', 'database': 'd', 'ingestAllDatabases': true,
                 'schemaFilterPattern': {'includes': ['a']}, 'tableFilterPattern': {'excludes': ['b']},
                 'databaseFilterPattern': {'includes': ['c']}, 'storedProcedureFilterPattern': {'includes': ['e']},
                 'sslMode': 'verify-ca', 'sslConfig': {'caCertificate': 'ca.pem', 'sslCertificate': 'c', 'sslKey': 'k'},
                 'classificationName': 'Policies', 'queryStatementSource': 'pg_stat_statements',
                 'connectionOptions': {'connect_timeout': '5'}, 'connectionArguments': {'keepalives': 1},
                 'supportsMetadataExtraction': true, 'supportsUsageExtraction': true, 'supportsLineageExtraction': true,
                 'supportsDBTExtraction': true, 'supportsProfiler': true, 'supportsDatabase': true,
                 'supportsQueryComment': true, 'supportsDataDiff': true, 'sampleDataStorageConfig': {'config': {}}}
                """);
        assertThat(connection.secret().reveal()).isEqualTo("p");
        assertThat(connection.ingestAllDatabases()).isTrue();
        assertThat(connection.toString()).doesNotContain("password=p").contains("********");
        assertThat(connection.warnings()).isEmpty();
    }

    @Test
    void everyKeyOfAwsCredentialsIsRead() throws Exception {
        PostgresConnection connection = with("""
                'hostPort': 'db.abc123.eu-west-1.rds.amazonaws.com:5432', 'authType': {'awsConfig': {
                  'enabled': true, 'awsAccessKeyId': 'AKIA', 'awsSecretAccessKey': 's3cret', 'awsSessionToken': 't0ken',
                  'endPointURL': 'https://sts.example.com', 'profileName': '', 'assumeRoleArn': 'arn:aws:iam::1:role/r',
                  'assumeRoleSessionName': 'OpenMetadataSession', 'assumeRoleSourceIdentity': ''}}
                """);
        assertThat(connection.secret()).isNull();
        assertThat(connection.aws().assumeRoleArn()).isEqualTo("arn:aws:iam::1:role/r");
        assertThat(connection.encryption()).isEqualTo("require");
        assertThat(connection.toString()).doesNotContain("s3cret", "t0ken");
        assertThat(connection.warnings()).isEmpty();
    }

    /** sslMode, sslConfig and authType, what follows, and the warning that there is. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'x': 0 | prefer |",
                "'sslConfig': {'caCertificate': 'ca.pem'} | verify-full |",
                "'sslConfig': {'caCertificate': 'ca.pem'}, 'sslMode': 'require' | require |",
                "'sslMode': 'disable' | disable |",
                "'connectionArguments': {'sslmode': 'verify-ca'} | verify-ca |",
                "'connectionOptions': {'sslmode': 'require'} | require |",
                "'connectionOptions': {'sslmode': 'require'}, 'connectionArguments': {'sslmode': 'verify-ca'} | verify-ca"
                        + " | connectionOptions.sslmode: has no effect here: sslMode decides, which is 'verify-ca'",
                "'sslMode': 'disable', 'connectionArguments': {'sslmode': 'disable'} | disable |",
                "'sslMode': 'disable', 'connectionArguments': {'sslmode': 'require'} | disable"
                        + " | connectionArguments.sslmode: has no effect here: sslMode decides, which is 'disable'",
                "'connectionArguments': {'sslrootcert': 'ca.pem'} | verify-full |",
                "'sslConfig': {'caCertificate': 'b.pem'}, 'connectionArguments': {'sslrootcert': 'a.pem'} | verify-full"
                        + " | connectionArguments.sslrootcert: has no effect here: sslConfig decides",
                "'connectionArguments': {'sslrootcert': 'system', 'sslmode': 'verify-full'} | verify-full |",
                "'authType': {'awsConfig': {'awsRegion': 'eu-west-1'}} | require |",
                "'authType': {'awsConfig': {'awsRegion': 'eu-west-1'}}, 'sslMode': 'prefer' | require |",
                "'authType': {'awsConfig': {'awsRegion': 'eu-west-1'}}, 'sslMode': 'verify-full' | verify-full |",
                "'authType': {'awsConfig': {'awsRegion': 'eu-west-1'}}, 'sslMode': 'disable' | require"
                        + " | sslMode: has no effect here: IAM logs in to encrypted sessions only",
            })
    void encryption(String json, String mode, String warning) throws Exception {
        PostgresConnection connection = with(json.replace("'x': 0", "'ingestAllDatabases': false"));
        assertThat(connection.encryption()).isEqualTo(mode);
        assertThat(connection.warnings()).isEqualTo(warning == null ? List.of() : List.of(warning));
    }

    @Test
    void libpqsNamesOfCertificatesAreTheKeys() throws Exception {
        PostgresConnection connection =
                with("'connectionArguments': {'sslrootcert': 'ca.pem', 'sslcert': 'c.pem', 'sslkey': 'k.pem'}");
        assertThat(connection.sslConfig()).isEqualTo(new SslConfig("ca.pem", "c.pem", new Secret("k.pem")));
        assertThat(connection.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "keepalives_idle, 30, the operating system decides",
        "keepalives_interval, 10, the operating system decides",
        "keepalives_count, 5, the operating system decides",
        "tcp_user_timeout, 1000, the operating system decides",
        "sslcompression, 1, TLS is never compressed",
        "client_encoding, latin1, texts are read as UTF-8",
        "client_encoding, utf8,",
        "client_encoding, UTF-8,",
        "connect_timeout, 5,",
        "keepalives, 1,",
        "target_session_attrs, read-write,",
    })
    void parametersOfLibpq(String name, String value, String reason) throws Exception {
        for (String key : List.of("connectionOptions", "connectionArguments")) {
            PostgresConnection connection = with("'" + key + "': {'" + name + "': '" + value + "'}");
            assertThat(connection.warnings())
                    .isEqualTo(
                            reason == null ? List.of() : List.of(key + "." + name + ": has no effect here: " + reason));
            assertThat(ConnectionProperties.of(connection, Path.of(""))).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "any, any",
        "read-write, primary",
        "primary, primary",
        "read-only, secondary",
        "standby, secondary",
        "prefer-standby, preferSecondary"
    })
    void kindsOfServers(String libpq, String pgjdbc) throws Exception {
        PostgresConnection connection = with("'connectionArguments': {'target_session_attrs': '" + libpq + "'}");
        assertThat(ConnectionProperties.of(connection, Path.of(""))).containsEntry("targetServerType", pgjdbc);
    }

    @Test
    void theDefaultsAreOpenMetadatas() throws Exception {
        PostgresConnection connection = read("{'username': 'u', 'hostPort': 'h', 'database': 'd'}");
        assertThat(connection.schemaFilterPattern())
                .isEqualTo(new FilterPattern(null, List.of("^information_schema$")));
        assertThat(connection.databaseFilterPattern())
                .isEqualTo(new FilterPattern(null, List.of("^template1$", "^template0$")));
        assertThat(connection.classificationName()).isEqualTo("PostgresPolicyTags");
        assertThat(connection.ingestAllDatabases()).isFalse();
        assertThat(connection.secret()).isNull();
        assertThat(connection.address()).isEqualTo(new HostPort("h", 5432));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'hostPort': 'h', 'database': 'd'} | username: is missing",
                "{'username': 'u', 'database': 'd'} | hostPort: is missing",
                "{'username': 'u', 'hostPort': 'h'} | database: is missing",
                "{'username': 'u', 'hostPort': 'h', 'database': ' '} | database: is missing",
                "{'type': 'Mysql', 'username': 'u', 'hostPort': 'h', 'database': 'd'} | type: 'Mysql' is not Postgres",
                "{'username': 'u', 'hostPort': 'h:x', 'database': 'd'} | hostPort: the value: the port is not a number",
                "{'username': 'u', 'hostPort': 'h', 'database': 'd', 'sslMode': 'yes'} | sslMode: 'yes' is not one of",
                "{'username': 'u', 'hostPort': 'h', 'database': 'd', 'sslConfig': {'sslCertificate': 'c'}} | sslKey: is",
                "{'username': 'u', 'hostPort': 'h', 'database': 'd', 'password': 'a', 'authType': {'password': 'b'}}"
                        + " | password: is given twice",
                "{'username': 'u', 'hostPort': 'h', 'database': 'd', 'authType': {'awsConfig': {}}}"
                        + " | authType.awsConfig.awsRegion: is missing, and 'h' is no endpoint of AWS that tells it",
                "{'username': 'u', 'hostPort': 'h', 'database': 'd', 'authType': {'password': 'p', 'awsConfig': {}}}"
                        + " | password: and awsConfig exclude each other",
                "{'username': 'u', 'hostPort': 'h', 'database': 'd', 'password': 'p', 'authType': {'awsConfig': {}}}"
                        + " | password: is given twice",
                "{'username': 'u', 'hostPort': 'h', 'database': 'd', 'connectionOptions': {'sslmode': 'on'}}"
                        + " | connectionOptions.sslmode: 'on' is not one of",
                "{'username': 'u', 'hostPort': 'h', 'database': 'd', 'connectionArguments': {'sslcert': 'c.pem'}}"
                        + " | sslKey: is missing",
                "{'username': 'u', 'hostPort': 'h', 'database': 'd', 'connectionArguments': {'target_session_attrs': 'x'}}"
                        + " | connectionArguments.target_session_attrs: 'x' is not one of",
                "{'username': 'u', 'hostPort': 'h', 'database': 'd', 'authType': {'azureConfig': {}}}"
                        + " | azureConfig: Azure authentication is not supported",
                "{'username': 'u', 'hostPort': 'h', 'database': 'd', 'connectionOptions': {'readOnly': 'false'}}"
                        + " | connectionOptions.readOnly: is Trawl's to decide",
                "{'username': 'u', 'hostPort': 'h', 'database': 'd', 'connectionArguments': {'password': 'x'}}"
                        + " | connectionArguments.password: has a key of its own",
                "{'username': 'u', 'hostPort': 'h', 'database': 'd', 'connectionOptions': {'no_such': '1'}}"
                        + " | connectionOptions.no_such: is neither",
                "{'username': 'u', 'hostPort': 'h', 'database': 'd', 'connectionOptions': {'statement_timeout': '5min'}}"
                        + " | connectionOptions.statement_timeout: '5min' is not a number",
                "{'username': 'u', 'hostPort': 'h', 'database': 'd', 'connectionOptions': {'options': '-c work_mem'}}"
                        + " | connectionOptions.options: '-c' is not followed by name=value",
                "{'username': 'u', 'hostPort': 'h', 'database': 'd', 'connectionOptions': {'targetServerType': 'x'}}"
                        + " | connectionOptions.targetServerType: 'x' is not one of",
            })
    void aWrongValueIsNamed(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(ValueInstantiationException.class)
                .cause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, localhost, 5432",
        "db.example.org:6543, db.example.org, 6543",
        "[::1], ::1, 5432",
        "[fe80::1]:7000, fe80::1, 7000",
        "10.0.0.1:65535, 10.0.0.1, 65535",
    })
    void hostAndPort(String text, String host, int port) {
        assertThat(HostPort.parse(text, PostgresConnection.DEFAULT_PORT)).isEqualTo(new HostPort(host, port));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a:5432,b:5432 | 'a:5432,b:5432': names several hosts; one is needed",
                "postgresql://h:5432/db | 'postgresql://h:5432/db': is a URL; host:port is needed",
                "h:5432/db | 'h:5432/db': holds a path; the database has a key of its own",
                "postgresql://u:s3cret@h:5432/db | must not hold a user or a password: use username and authType.password",
                "u:s3cret@h | must not hold a user or a password: use username and authType.password",
                "trawl:s3cret | the value: the port is not a number from 1 to 65535; an IPv6 address stands in brackets",
                "h/db?password=s3cret | the value: holds a path; the database has a key of its own",
                "h: | 'h:': the port is not a number from 1 to 65535; an IPv6 address stands in brackets",
            })
    void whatHostPortHoldsBesidesIsSaid(String text, String message) {
        assertThatThrownBy(() -> HostPort.parse(text, PostgresConnection.DEFAULT_PORT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("hostPort: " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "h:0", "h:65536", "h:", "[::1", "h:5432/db", "a:1,b:2", "[::1]x", "h h", ":5432"})
    void noHostAndPort(String text) {
        assertThatThrownBy(() -> HostPort.parse(text, PostgresConnection.DEFAULT_PORT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("hostPort: ('.*'|the value): .*");
    }
}

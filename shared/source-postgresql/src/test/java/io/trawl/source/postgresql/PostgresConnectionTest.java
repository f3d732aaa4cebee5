package io.trawl.source.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.trawl.core.config.FilterPattern;
import io.trawl.source.jdbc.HostPort;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresConnectionTest {

    private static final ObjectMapper JSON = new ObjectMapper();

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
        assertThat(HostPort.parse(connection.hostPort(), PostgresConnection.DEFAULT_PORT))
                .isEqualTo(new HostPort("h", 5432));
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
                "{'username': 'u', 'hostPort': 'h:x', 'database': 'd'} | hostPort: 'h:x': the port is not a number",
                "{'username': 'u', 'hostPort': 'h', 'database': 'd', 'sslMode': 'yes'} | sslMode: 'yes' is not one of",
                "{'username': 'u', 'hostPort': 'h', 'database': 'd', 'sslConfig': {'sslCertificate': 'c'}} | sslKey: is",
                "{'username': 'u', 'hostPort': 'h', 'database': 'd', 'password': 'a', 'authType': {'password': 'b'}}"
                        + " | password: is given twice",
                "{'username': 'u', 'hostPort': 'h', 'database': 'd', 'authType': {'awsConfig': {}}}"
                        + " | awsConfig: IAM authentication is not supported",
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
    @ValueSource(strings = {"::1", "h:0", "h:65536", "h:", "[::1", "h:5432/db", "a:1,b:2", "[::1]x", "h h", ":5432"})
    void noHostAndPort(String text) {
        assertThatThrownBy(() -> HostPort.parse(text, PostgresConnection.DEFAULT_PORT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("hostPort: '" + text + "'");
    }
}

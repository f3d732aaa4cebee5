package io.trawl.source.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.api.model.EntityType;
import io.trawl.api.workflow.FilterPattern;
import io.trawl.api.workflow.Filters;
import io.trawl.environment.source.Sources;
import io.trawl.source.jdbc.HostPort;
import io.trawl.source.jdbc.SslConfig;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedshiftConnectionTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CLUSTER = "wh.abc123.eu-west-1.redshift.amazonaws.com";

    /** Of JSON with single quotes, with what every connection needs unless it is there. */
    static RedshiftConnection read(String json) throws Exception {
        ObjectNode all = JSON.createObjectNode();
        all.put("username", "u").put("hostPort", CLUSTER).put("database", "d");
        all.setAll((ObjectNode) JSON.readTree(json.replace('\'', '"')));
        return JSON.readValue(all.toString(), RedshiftConnection.class);
    }

    @Test
    void everyKeyOfOpenMetadataIsRead() throws Exception {
        RedshiftConnection connection = read("""
                {'type': 'Redshift', 'scheme': 'redshift+psycopg2', 'username': 'u', 'authType': {'password': 'p4ss'},
                 'hostPort': 'h:1', 'database': 'd', 'ingestAllDatabases': true,
                 'schemaFilterPattern': {'includes': ['a']}, 'tableFilterPattern': {'excludes': ['b']},
                 'databaseFilterPattern': {'includes': ['c']}, 'storedProcedureFilterPattern': {'includes': ['e']},
                 'sslMode': 'verify-ca', 'sslConfig': {'caCertificate': 'ca.pem', 'sslCertificate': 'c', 'sslKey': 'k3y'},
                 'clusterIdentifier': '', 'workgroupName': '',
                 'connectionOptions': {'connect_timeout': '5'}, 'connectionArguments': {'keepalives': 1},
                 'supportsMetadataExtraction': true, 'supportsIncrementalMetadataExtraction': true,
                 'supportsUsageExtraction': true, 'supportsLineageExtraction': true, 'supportsDBTExtraction': true,
                 'supportsProfiler': true, 'supportsDatabase': true, 'supportsQueryComment': true,
                 'supportsSystemProfile': true, 'sampleDataStorageConfig': {'config': {}}, 'supportsDataDiff': true}
                """);
        assertThat(connection.secret().reveal()).isEqualTo("p4ss");
        assertThat(connection.ingestAllDatabases()).isTrue();
        assertThat(connection.server()).isEqualTo("redshift://h:1");
        assertThat(connection.toString()).doesNotContain("p4ss", "k3y").contains("********");
    }

    @Test
    void everyKeyOfAwsCredentialsIsRead() throws Exception {
        RedshiftConnection connection = read("""
                {'authType': {'awsConfig': {'enabled': true, 'awsAccessKeyId': 'AKIA', 'awsSecretAccessKey': 's3cret',
                  'awsRegion': 'eu-west-1', 'awsSessionToken': 't0ken', 'endPointURL': 'https://vpce.example.com',
                  'profileName': '', 'assumeRoleArn': 'arn:aws:iam::1:role/r', 'assumeRoleSessionName': 'OpenMetadataSession',
                  'assumeRoleSourceIdentity': ''}}}
                """);
        assertThat(connection.secret()).isNull();
        assertThat(connection.aws().awsSecretAccessKey().reveal()).isEqualTo("s3cret");
        assertThat(connection.aws().profileName()).isNull();
        assertThat(connection.aws().assumeRoleArn()).isEqualTo("arn:aws:iam::1:role/r");
        assertThat(connection.warnings()).isEmpty();
        assertThat(connection.toString()).doesNotContain("s3cret", "t0ken");
    }

    @Test
    void theDefaultsAreOpenMetadatas() throws Exception {
        RedshiftConnection connection = read("{'password': 'p', 'hostPort': 'h'}");
        assertThat(connection.schemaFilterPattern())
                .isEqualTo(new FilterPattern(null, List.of("^information_schema$")));
        assertThat(connection.databaseFilterPattern()).isEqualTo(new FilterPattern(null, List.of("^template1$")));
        assertThat(connection.tableFilterPattern())
                .isEqualTo(new FilterPattern(null, List.of("^(?:.*\\.)?mv_tbl__.*__\\d+$")));
        assertThat(connection.encryption()).isEqualTo("verify-full");
        assertThat(connection.ingestAllDatabases()).isFalse();
        assertThat(connection.address()).isEqualTo(new HostPort("h", 5439));
    }

    @Test
    void whatMaterializedViewsKeepTheirRowsInIsLeftOut() throws Exception {
        RedshiftConnection connection = read("{'password': 'p', 'hostPort': 'h'}");
        Filters filters = Filters.of(TestSource.source(connection, Sources.everything()));
        assertThat(filters.allows(EntityType.TABLE, "mv_tbl__sales__0", "s.d.a.mv_tbl__sales__0"))
                .isFalse();
        assertThat(filters.allows(EntityType.TABLE, "mv_tbl__sales__0_recomputed", "s.d.a.x"))
                .isTrue();
        assertThat(filters.allows(EntityType.TABLE, "sales_mv_tbl__1", "s.d.a.x"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'username': ' '} | username: is missing",
                "{'hostPort': null} | hostPort: is missing",
                "{'database': ''} | database: is missing",
                "{'type': 'Postgres'} | type: 'Postgres' is not Redshift",
                "{'scheme': 'postgresql+psycopg2'} | scheme: 'postgresql+psycopg2' is not redshift+psycopg2",
                "{'hostPort': 'h:x'} | hostPort: the value: the port is not a number",
                "{} | authType: is missing; a password or awsConfig is needed",
                "{'authType': {}} | authType: is missing; a password or awsConfig is needed",
                "{'password': ''} | password: is empty",
                "{'authType': {'password': ''}} | authType.password: is empty",
                "{'password': 'a', 'authType': {'password': 'b'}} | password: is given twice",
                "{'password': 'a', 'authType': {'awsConfig': {}}} | password: and authType.awsConfig exclude",
                "{'authType': {'password': 'b', 'awsConfig': {}}} | password: and awsConfig exclude each other",
                "{'password': 'p', 'sslMode': 'yes'} | sslMode: 'yes' is not one of",
                "{'password': 'p', 'sslConfig': {'sslCertificate': 'c'}} | sslKey: is missing",
                "{'hostPort': 'h', 'authType': {'awsConfig': {}}} | authType.awsConfig.awsRegion: is missing, and 'h'",
                "{'hostPort': '[::1]', 'authType': {'awsConfig': {'awsRegion': 'x'}}} | hostPort: '[::1]:5439': the",
                "{'password': 'p', 'clusterIdentifier': 'c', 'workgroupName': 'w'} | workgroupName: 'w' and clusterIdentifier",
                "{'password': 'p', 'connectionOptions': {'sslmode': 'on'}} | connectionOptions.sslmode: 'on' is not one of",
                "{'authType': {'awsConfig': {'awsAccessKeyId': 'a'}}} | awsSecretAccessKey: is missing",
                "{'authType': {'awsConfig': {'awsSecretAccessKey': 'a'}}} | awsAccessKeyId: is missing",
                "{'authType': {'awsConfig': {'awsSessionToken': 'a'}}} | awsSessionToken: belongs to an",
                "{'authType': {'awsConfig': {'profileName': 'x', 'awsAccessKeyId': 'a', 'awsSecretAccessKey': 'b'}}}"
                        + " | profileName: 'x' and awsAccessKeyId exclude each other",
                "{'authType': {'awsConfig': {'endPointURL': 'x'}}} | endPointURL: 'x' is not an http or https URL",
            })
    void aWrongValueIsNamed(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(ValueInstantiationException.class)
                .cause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "readOnly readOnlyMode currentSchema preferQueryMode autosave enableFetchRingBuffer IniFile",
                "IniSection LogLevel DSILogLevel LogPath logUnclosedConnections Plugin_Name AuthProfile",
                "webIdentityToken SSLFactory sslHostnameVerifier sslPasswordCallback socketFactory",
                "socketFactoryArg targetServerType loadBalanceHosts stringtype",
            })
    void whatTrawlDecidesIsRefused(String names) {
        for (String name : names.split(" ")) {
            assertThatThrownBy(() -> read("{'password': 'p', 'connectionOptions': {'" + name + "': 'x'}}"))
                    .hasMessageContaining("connectionOptions." + name + ": is Trawl's to decide and cannot be set");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user UID password PWD host port dbname DbUser ssl SSLMode authMech SSLRootCert SSLCert SSLKey",
                "AccessKeyID SecretAccessKey SessionToken Region Profile endpointUrl IAMAuth",
            })
    void whatHasAKeyOfItsOwnIsRefused(String names) {
        for (String name : names.split(" ")) {
            assertThatThrownBy(() -> read("{'password': 'p', 'connectionArguments': {'" + name + "': 's3cret'}}"))
                    .hasMessageContaining(
                            "connectionArguments." + name + ": has a key of its own beside connectionOptions")
                    .hasMessageNotContaining("s3cret");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "no_such | 1 | is neither a connection property of Redshift's driver nor one of libpq that Trawl knows",
                "statement_timeout | 5min | '5min' is not a number of milliseconds",
                "connectTimeout | soon | 'soon' is not a whole number",
                "tcpKeepAlive | yes | 'yes' is not true or false",
                "DbGroups | a | is for authType.awsConfig",
                "AutoCreate | true | is for authType.awsConfig",
                "IAMDuration | 900 | is for authType.awsConfig",
            })
    void aWrongOptionIsNamed(String name, String value, String message) {
        assertThatThrownBy(() -> read("{'password': 'p', 'connectionOptions': {'" + name + "': '" + value + "'}}"))
                .cause()
                .hasMessage("connectionOptions." + name + ": " + message);
    }

    /** The keys, the mode that follows, and the warning that there is. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'password': 'p' | verify-full |",
                "'password': 'p', 'sslMode': 'disable' | disable |",
                "'password': 'p', 'connectionArguments': {'sslmode': 'require'} | require |",
                "'password': 'p', 'sslMode': 'disable', 'connectionArguments': {'sslmode': 'require'} | disable"
                        + " | connectionArguments.sslmode: has no effect here: sslMode decides, which is 'disable'",
                "'authType': {'awsConfig': {}} | verify-full |",
                "'authType': {'awsConfig': {}}, 'sslMode': 'require' | require |",
                "'authType': {'awsConfig': {}}, 'sslMode': 'disable' | verify-full"
                        + " | sslMode: has no effect here: IAM logs in to encrypted sessions only",
                "'password': 'p', 'connectionOptions': {'keepalives_idle': '30'} | verify-full"
                        + " | connectionOptions.keepalives_idle: has no effect here: the operating system decides",
                "'password': 'p', 'connectionArguments': {'target_session_attrs': 'any'} | verify-full"
                        + " | connectionArguments.target_session_attrs: has no effect here: Redshift has no standby servers",
                "'password': 'p', 'connectionArguments': {'client_encoding': 'utf8'} | verify-full |",
            })
    void encryptionAndWarnings(String keys, String mode, String warning) throws Exception {
        RedshiftConnection connection = read("{" + keys + "}");
        assertThat(connection.encryption()).isEqualTo(mode);
        assertThat(connection.warnings()).isEqualTo(warning == null ? List.of() : List.of(warning));
    }

    @Test
    void libpqsNameOfTheAuthorityIsTheKey() throws Exception {
        RedshiftConnection connection = read("{'password': 'p', 'connectionArguments': {'sslrootcert': 'ca.pem'}}");
        assertThat(connection.sslConfig()).isEqualTo(new SslConfig("ca.pem", null, null));
    }
}

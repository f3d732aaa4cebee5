package io.trawl.source.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.api.workflow.FilterPattern;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnowflakeConnectionTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of JSON with single quotes, with what every connection needs unless it is there. */
    static SnowflakeConnection read(String json) throws Exception {
        ObjectNode all = JSON.createObjectNode();
        all.put("username", "u")
                .put("account", "acme-prod")
                .put("warehouse", "WH")
                .put("password", "p4ss");
        all.setAll((ObjectNode) JSON.readTree(json.replace('\'', '"')));
        return JSON.readValue(all.toString(), SnowflakeConnection.class);
    }

    private static void assertWrong(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(ValueInstantiationException.class)
                .cause()
                .hasMessage(message);
    }

    @Test
    void everyKeyOfOpenMetadataIsRead() throws Exception {
        SnowflakeConnection connection = read("""
                {'type': 'Snowflake', 'scheme': 'snowflake', 'username': 'u', 'password': '', 'account': 'acme-prod',
                 'privateKey': 'k3y', 'snowflakePrivatekeyPassphrase': 'phr4se', 'warehouse': 'WH', 'role': 'R',
                 'database': 'D', 'queryTag': 'nightly', 'clientSessionKeepAlive': true,
                 'accountUsageSchema': 'AUDIT.\\"Usage\\"', 'snowflakeSourceHost': 'app.acme.example.com',
                 'includeTransientTables': false, 'includeStreams': true, 'includeStages': true,
                 'includeSemanticViews': true, 'schemaFilterPattern': {'includes': ['a']},
                 'tableFilterPattern': {'excludes': ['b']}, 'databaseFilterPattern': {'includes': ['c']},
                 'storedProcedureFilterPattern': {'includes': ['e']},
                 'connectionOptions': {'login_timeout': '5'}, 'connectionArguments': {'insecure_mode': true},
                 'policyAgentConfig': {'enabled': true}, 'creditCost': 3.3, 'accessHistoryChunkSize': 2,
                 'useAccessHistory': true, 'sampleDataStorageConfig': {'config': {}},
                 'supportsMetadataExtraction': true, 'supportsIncrementalMetadataExtraction': true,
                 'supportsUsageExtraction': true, 'supportsLineageExtraction': true, 'supportsDBTExtraction': true,
                 'supportsProfiler': true, 'supportsDatabase': true, 'supportsQueryComment': true,
                 'supportsSystemProfile': true, 'supportsDataDiff': true}
                """.replace("\\\"", "\\u0022"));
        assertThat(connection.password()).isNull();
        assertThat(connection.privateKey().reveal()).isEqualTo("k3y");
        assertThat(connection.accountUsageSchema()).isEqualTo("AUDIT.\"Usage\"");
        assertThat(connection.options().number("login_timeout", 1)).isEqualTo(5);
        assertThat(connection.options().isOn("insecure_mode", false)).isTrue();
        assertThat(connection.toString())
                .doesNotContain("p4ss", "k3y", "phr4se")
                .contains("********");
        assertThat(connection.warnings()).isEmpty();
    }

    @Test
    void theDefaultsAreOpenMetadatas() throws Exception {
        SnowflakeConnection connection = read("{}");
        assertThat(connection.databaseFilterPattern()).isEqualTo(new FilterPattern(null, List.of("^snowflake$")));
        assertThat(connection.schemaFilterPattern())
                .isEqualTo(new FilterPattern(null, List.of("^information_schema$")));
        assertThat(connection.includeTransientTables()).isTrue();
        assertThat(connection.includeStreams()).isFalse();
        assertThat(connection.includeStages()).isFalse();
        assertThat(connection.includeSemanticViews()).isFalse();
        assertThat(connection.clientSessionKeepAlive()).isFalse();
        assertThat(connection.accountUsageSchema()).isEqualTo("SNOWFLAKE.ACCOUNT_USAGE");
        assertThat(connection.snowflakeSourceHost()).isEqualTo("app.snowflake.com");
        assertThat(connection.queryTag()).isEqualTo("trawl");
        assertThat(connection.database()).isNull();
        assertThat(connection.server()).isEqualTo("snowflake://acme-prod.snowflakecomputing.com:443");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            acme-prod                                                     | acme-prod  | acme-prod.snowflakecomputing.com
            Acme-My_Account                                               | Acme-My_Account | acme-my-account.snowflakecomputing.com
            xy12345.us-east-1.aws                                         | xy12345    | xy12345.us-east-1.aws.snowflakecomputing.com
            xy12345.us-east-1.privatelink                                 | xy12345    | xy12345.us-east-1.privatelink.snowflakecomputing.com
            xy12345.cn-northwest-1                                        | xy12345    | xy12345.cn-northwest-1.snowflakecomputing.cn
            acme-prod.snowflakecomputing.com                              | acme-prod  | acme-prod.snowflakecomputing.com
            https://xyz1234.us-east-1.gcp.snowflakecomputing.com          | xyz1234    | xyz1234.us-east-1.gcp.snowflakecomputing.com
            https://acme-prod.snowflakecomputing.com/console/login?a=b    | acme-prod  | acme-prod.snowflakecomputing.com
            """)
    void anAccountIsAnIdentifierAHostOrAUrl(String text, String name, String host) {
        assertThat(Account.parse(text)).isEqualTo(new Account(name, host));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type': 'Redshift'}                          | type: 'Redshift' is not Snowflake
            {'scheme': 'x'}                               | scheme: 'x' is not snowflake
            {'account': ' '}                              | account: is missing
            {'username': ''}                              | username: is missing
            {'warehouse': ''}                             | warehouse: is missing
            {'account': 'a b'}                            | account: 'a b' is no account of Snowflake, such as organization-account, xy12345.us-east-1 or https://organization-account.snowflakecomputing.com
            {'account': 'https://u:p4ss@h.example.com'}   | account: the value is no account of Snowflake, such as organization-account, xy12345.us-east-1 or https://organization-account.snowflakecomputing.com
            {'password': ''}                              | password: is missing; a password or a privateKey is needed
            {'privateKey': 'k'}                           | privateKey: and password exclude each other
            {'snowflakePrivatekeyPassphrase': 'k'}        | snowflakePrivatekeyPassphrase: is for a privateKey, which is missing
            {'accountUsageSchema': 'A; DROP'}             | accountUsageSchema: 'A; DROP' is not DATABASE.SCHEMA; what is not a plain identifier stands in double quotes
            {'snowflakeSourceHost': 'https://x'}          | snowflakeSourceHost: 'https://x' is no host, such as app.snowflake.com
            {'connectionArguments': {'port': 'x'}}        | connectionArguments.port: 'x' is not a number from 1 to 65535
            {'connectionArguments': {'port': 0}}          | connectionArguments.port: '0' is not a number from 1 to 65535
            {'connectionArguments': {'host': 'a/b'}}      | connectionArguments.host: 'a/b' is no name or address of a host
            {'connectionArguments': {'protocol': 'ftp'}}  | connectionArguments.protocol: 'ftp' is neither https nor http
            {'connectionOptions': {'login_timeout': '0'}} | connectionOptions.login_timeout: '0' is not a number of seconds
            {'connectionOptions': {'insecure_mode': '1'}} | connectionOptions.insecure_mode: '1' is not true or false
            {'connectionOptions': {'role': 'R'}}          | connectionOptions.role: has a key of its own beside connectionArguments
            {'connectionOptions': {'isolation': 'x'}}     | connectionOptions.isolation: is no parameter of Snowflake's connector that Trawl knows
            {'connectionArguments': {'authenticator': 'oauth'}} | connectionArguments.authenticator: 'oauth' is not supported; Trawl logs in with a password (snowflake) or a private key (snowflake_jwt)
            {'connectionArguments': {'authenticator': 'SNOWFLAKE_JWT'}} | privateKey: is missing; the authenticator 'snowflake_jwt' needs it
            {'connectionArguments': {'session_parameters': 1}} | connectionArguments.session_parameters: is not a map of names to values
            {'connectionArguments': {'session_parameters': {'TIMEZONE': 'UTC'}}} | connectionArguments.session_parameters.TIMEZONE: cannot be set; STATEMENT_TIMEOUT_IN_SECONDS can
            {'connectionArguments': {'session_parameters': {'STATEMENT_TIMEOUT_IN_SECONDS': 'x'}}} | connectionArguments.session_parameters.STATEMENT_TIMEOUT_IN_SECONDS: 'x' is not a number of seconds
            """)
    void aWrongValueIsOneLineThatNamesTheKey(String json, String message) {
        assertWrong(json, message);
    }

    @Test
    void whatHasNoEffectIsWarnedOf() throws Exception {
        assertThat(read("{'connectionOptions': {'schema': 'S'}, 'connectionArguments': {'numpy': true}}")
                        .warnings())
                .containsExactly(
                        "connectionOptions.schema: has no effect here",
                        "connectionArguments.numpy: has no effect here");
    }

    @Test
    void argumentsLeadToAnotherAddress() throws Exception {
        assertThat(read("{'connectionOptions': {'host': 'a', 'port': '1'}, 'connectionArguments': {'host': 'b'}}")
                        .server())
                .isEqualTo("snowflake://b:1");
        assertThat(read("{'connectionArguments': {'protocol': 'http'}}")
                        .address()
                        .port())
                .isEqualTo(80);
    }
}

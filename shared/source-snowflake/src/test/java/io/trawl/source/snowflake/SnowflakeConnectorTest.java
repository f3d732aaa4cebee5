package io.trawl.source.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/** What the driver is told. */
class SnowflakeConnectorTest {

    private static Properties properties(String json) throws Exception {
        return connector(json).properties();
    }

    private static SnowflakeConnector connector(String json) throws Exception {
        return new SnowflakeConnector(SnowflakeConnectionTest.read(json), Path.of("."), new LongAdder());
    }

    @Test
    void byDefaultEverythingIsOffThatIsNotNeeded() throws Exception {
        assertThat(properties("{}"))
                .containsAllEntriesOf(Map.ofEntries(
                        Map.entry("account", "acme-prod"),
                        Map.entry("user", "u"),
                        Map.entry("password", "p4ss"),
                        Map.entry("warehouse", "WH"),
                        Map.entry("application", "trawl"),
                        Map.entry("CLIENT_TELEMETRY_ENABLED", "false"),
                        Map.entry("disablePlatformDetection", "true"),
                        Map.entry("enablePutGet", "false"),
                        Map.entry("CLIENT_SESSION_KEEP_ALIVE", "false"),
                        Map.entry("JDBC_QUERY_RESULT_FORMAT", "JSON"),
                        Map.entry("QUOTED_IDENTIFIERS_IGNORE_CASE", "false"),
                        Map.entry("ROWS_PER_RESULTSET", "0"),
                        Map.entry("STATEMENT_TIMEOUT_IN_SECONDS", "300"),
                        Map.entry("loginTimeout", "60"),
                        Map.entry("networkTimeout", "360000"),
                        Map.entry("HTTP_CLIENT_SOCKET_TIMEOUT", "120000"),
                        Map.entry("maxHttpRetries", "1"),
                        Map.entry("disableOCSPChecks", "false"),
                        Map.entry("ocspFailOpen", "true")))
                .doesNotContainKeys("role", "authenticator");
        assertThat(connector("{}").url()).isEqualTo("jdbc:snowflake://acme-prod.snowflakecomputing.com:443/");
    }

    @Test
    void keysAndOptionsReachTheDriver() throws Exception {
        assertThat(properties("""
                {'role': 'R', 'clientSessionKeepAlive': true, 'connectionOptions': {'insecure_mode': 'True'},
                 'connectionArguments': {'login_timeout': 5, 'network_timeout': 6, 'socket_timeout': 7,
                  'ocsp_fail_open': false, 'session_parameters': {'STATEMENT_TIMEOUT_IN_SECONDS': 8}}}
                """))
                .containsAllEntriesOf(Map.of(
                        "role", "R",
                        "CLIENT_SESSION_KEEP_ALIVE", "true",
                        "disableOCSPChecks", "true",
                        "loginTimeout", "5",
                        "networkTimeout", "6000",
                        "HTTP_CLIENT_SOCKET_TIMEOUT", "7000",
                        "ocspFailOpen", "false",
                        "STATEMENT_TIMEOUT_IN_SECONDS", "8"));
        assertThat(properties("{'connectionArguments': {'disable_ocsp_checks': true}}"))
                .containsEntry("disableOCSPChecks", "true");
        assertThat(connector("{'connectionArguments': {'protocol': 'http', 'host': 'proxy', 'port': 8080}}")
                        .url())
                .isEqualTo("jdbc:snowflake://proxy:8080/?ssl=off");
    }
}

package io.trawl.source.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazon.redshift.Driver;
import com.amazon.redshift.RedshiftProperty;
import io.trawl.api.workflow.ConfigException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the driver is told, and what it understands by it. */
class RedshiftPropertiesTest {

    private static final Path HERE = Path.of("");

    private static Properties of(String json) throws Exception {
        return RedshiftProperties.of(RedshiftConnectionTest.read(json), HERE);
    }

    /** As the driver does: its own class has the same name as the one under test. */
    private static Properties parsed(String json, String database) throws Exception {
        RedshiftConnection connection = RedshiftConnectionTest.read(json);
        return Driver.parseURL(
                TestSource.connector(connection).url(database),
                new com.amazon.redshift.util.RedshiftProperties(RedshiftProperties.of(connection, HERE), null));
    }

    @Test
    void aPasswordLogin() throws Exception {
        Properties properties = of("{'password': 'p'}");
        assertThat(properties)
                .containsEntry("user", "u")
                .containsEntry("password", "p")
                .containsEntry("applicationname", "trawl")
                .containsEntry("querygroup", "trawl")
                .containsEntry("readonly", "true")
                .containsEntry("sslmode", "verify-full")
                .containsEntry("connecttimeout", "10")
                .containsEntry("logintimeout", "60")
                .containsEntry("sockettimeout", "360")
                .containsEntry("tcpkeepalive", "true")
                .containsEntry("enablefetchringbuffer", "false")
                .containsEntry("loglevel", "OFF")
                .containsEntry("logservererrordetail", "false")
                .containsEntry("inifile", "/dev/null")
                .doesNotContainKeys("dbuser", "region", "accesskeyid", "profile", "statement_timeout");
    }

    @Test
    void usersMayChangeWhatBreaksNothing() throws Exception {
        String json = """
                {'password': 'p', 'connectionOptions': {'statement_timeout': '2000', 'ApplicationName': 'mine',
                 'connect_timeout': '3', 'queryGroup': 'etl', 'options': '-c a=b'},
                 'connectionArguments': {'keepalives': 0, 'socketTimeout': 7}}""";
        assertThat(of(json))
                .containsEntry("applicationname", "mine")
                .containsEntry("querygroup", "etl")
                .containsEntry("connecttimeout", "3")
                .containsEntry("sockettimeout", "7")
                .containsEntry("tcpkeepalive", "false")
                .containsEntry("options", "-c a=b");
        assertThat(RedshiftConnectionTest.read(json).statementTimeout()).isEqualTo("2000");
        assertThat(of("{'password': 'p', 'connectionArguments': {'statement_timeout': 0}}"))
                .as("a server that may take for ever")
                .containsEntry("sockettimeout", "0");
    }

    @ParameterizedTest
    @CsvSource({
        "disable, , false, ",
        "allow, verify-ca, false, false",
        "prefer, verify-ca, false, false",
        "require, verify-ca, false, false",
        "verify-ca, verify-ca, true, false",
        "verify-full, verify-full, true, true",
    })
    void theDriverTakesTwoOfTheModes(String mode, String driverMode, boolean chain, Boolean host) throws Exception {
        Properties properties = of("{'password': 'p', 'sslMode': '" + mode + "'}");
        assertThat(properties.getProperty("sslmode")).isEqualTo(driverMode);
        assertThat(properties.getProperty("ssl")).isEqualTo(driverMode == null ? "false" : null);
        assertThat(properties.getProperty("sslfactory") == null).isEqualTo(driverMode == null);
        if (driverMode != null) {
            assertThat(properties)
                    .containsEntry("trawl.verifies", String.valueOf(chain))
                    .containsEntry("trawl.verifiesHost", String.valueOf(host));
        }
    }

    @Test
    void aCertificateThatIsNoneIsFoundOutAtOnce() {
        assertThatThrownBy(() -> of("{'password': 'p', 'sslConfig': {'caCertificate':"
                        + " '-----BEGIN CERTIFICATE-----\\nno\\n-----END CERTIFICATE-----'}}"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("source.serviceConnection.config.sslConfig.caCertificate: holds no certificate that can be"
                        + " read");
    }

    @Test
    void namesOfDatabasesReachTheDriverAsTheyAre() throws Exception {
        String name = "Größe ?/%+&;=# 'x'";
        assertThat(parsed("{'password': 'p'}", name).getProperty("dbname")).isEqualTo(name);
        assertThat(parsed("{'authType': {'awsConfig': {}}}", name).getProperty("dbname"))
                .isEqualTo(name);
    }

    @Test
    void theDriverFindsTheClusterInTheHost() throws Exception {
        Properties properties = parsed("{'authType': {'awsConfig': {}}}", "dev");
        assertThat(properties.getProperty("iamauth")).isEqualTo("true");
        assertThat(properties.getProperty("clusterid")).isEqualTo("wh");
        assertThat(properties.getProperty("region")).isEqualTo("eu-west-1");
        assertThat(properties.getProperty("port")).isEqualTo("5439");
        assertThat(properties.getProperty("dbuser")).isEqualTo("u");
        assertThat(properties.stringPropertyNames())
                .doesNotContain("password", "accesskeyid", "secretaccesskey", "sessiontoken", "profile");
    }

    @Test
    void theDriverFindsTheWorkgroupInTheHost() throws Exception {
        Properties properties = parsed(
                "{'hostPort': 'wg.123456789012.us-east-2.redshift-serverless.amazonaws.com:5440',"
                        + " 'authType': {'awsConfig': {}}}",
                "dev");
        assertThat(properties.getProperty("serverlessworkgroup")).isEqualTo("wg");
        assertThat(properties.getProperty("serverlessacctid")).isEqualTo("123456789012");
        assertThat(properties.getProperty("region")).isEqualTo("us-east-2");
        assertThat(properties.getProperty("port")).isEqualTo("5440");
    }

    @Test
    void keysOrAProfileReachTheDriver() throws Exception {
        assertThat(of("""
                {'hostPort': 'tunnel', 'authType': {'awsConfig': {'awsAccessKeyId': 'AKIA', 'awsSecretAccessKey': 's',
                 'awsSessionToken': 't', 'awsRegion': 'eu-west-1', 'endPointURL': 'https://vpce.example.com'}},
                 'connectionOptions': {'ClusterID': 'wh', 'DbGroups': 'a,b', 'AutoCreate': 'true',
                 'ForceLowercase': 'true', 'IAMDuration': '900'}}
                """))
                .containsEntry("accesskeyid", "AKIA")
                .containsEntry("secretaccesskey", "s")
                .containsEntry("sessiontoken", "t")
                .containsEntry("region", "eu-west-1")
                .containsEntry("endpointurl", "https://vpce.example.com")
                .containsEntry("clusterid", "wh")
                .containsEntry("dbgroups", "a,b")
                .containsEntry("autocreate", "true")
                .containsEntry("forcelowercase", "true")
                .containsEntry("iamduration", "900");
        assertThat(of("{'authType': {'awsConfig': {'profileName': 'catalog'}}}"))
                .containsEntry("profile", "catalog")
                .doesNotContainKeys("accesskeyid", "secretaccesskey");
    }

    @Test
    void nothingElseMayBeSet() {
        // A new version of the driver may bring new properties: each is refused until somebody allowed it here.
        assertThat(Arrays.stream(RedshiftProperty.values())
                        .map(RedshiftProperty::getName)
                        .filter(name -> Stream.of("1", "true")
                                .map(RedshiftProperties.options(true)
                                        .lookup()
                                        .apply(name)
                                        .complaint())
                                .anyMatch(Objects::isNull)))
                .containsExactlyInAnyOrder(
                        "applicationname",
                        "autocreate",
                        "cancelsignaltimeout",
                        "clusterid",
                        "compression",
                        "connecttimeout",
                        "dbgroups",
                        "forcelowercase",
                        "groupfederation",
                        "iamdisablecache",
                        "iamduration",
                        "isserverless",
                        "logintimeout",
                        "maxresultbuffer",
                        "options",
                        "querygroup",
                        "receivebuffersize",
                        "sendbuffersize",
                        "serverlessacctid",
                        "serverlessworkgroup",
                        "sockettimeout",
                        "stsendpointurl",
                        "tcpkeepalive");
    }
}

package io.trawl.source.redshift;

import static io.trawl.api.util.OneLine.quoted;

import com.amazon.redshift.RedshiftProperty;
import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.Secret;
import io.trawl.aws.AwsConfig;
import io.trawl.source.jdbc.SslConfig;
import io.trawl.source.kit.NameTable;
import io.trawl.source.postgresqlfamily.DriverOptions;
import io.trawl.source.postgresqlfamily.TlsProperties;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * The driver's properties of a session. Of its more than a hundred, users may set those that neither break Trawl's rules
 * nor load a class nor write a file; the names' case does not matter, as to the driver.
 *
 * <p>A source for their meaning: <a
 * href="https://docs.aws.amazon.com/redshift/latest/mgmt/jdbc20-configuration-options.html">Options for JDBC driver
 * configuration</a>.
 */
final class RedshiftProperties {

    /** A file of properties is looked for in the home folder and in /tmp, where everybody writes, unless one is named. */
    private static final Path NO_INI_FILE = Path.of("/dev/null");

    private static final Map<String, String> LIBPQ_NAMES = Map.of(
            "connect_timeout", RedshiftProperty.CONNECT_TIMEOUT.getName(),
            "application_name", RedshiftProperty.APPLICATION_NAME.getName(),
            "fallback_application_name", RedshiftProperty.APPLICATION_NAME.getName(),
            "keepalives", RedshiftProperty.TCP_KEEP_ALIVE.getName(),
            "query_group", RedshiftProperty.QUERY_GROUP.getName());

    private static final Map<String, String> UNUSED = Map.of(
            "target_session_attrs", "Redshift has no standby servers",
            "gssencmode", "Amazon's driver does not know it",
            "channel_binding", "Amazon's driver does not know it");

    /** What users may set, to a value of which form; what is for IAM alone; and what the connection has a key of its own for. */
    private static final NameTable RULES = new NameTable("""
            text: applicationname, querygroup, options, compression, maxresultbuffer
            number: connecttimeout, logintimeout, sockettimeout, cancelsignaltimeout, receivebuffersize, sendbuffersize
            switch: tcpkeepalive
            iam text: clusterid, dbgroups, stsendpointurl, serverlessacctid, serverlessworkgroup
            iam number: iamduration
            iam switch: autocreate, forcelowercase, groupfederation, iamdisablecache, isserverless
            key: user, uid, password, pwd, host, port, dbname, dbuser, ssl, sslmode, sslrootcert, sslcert, sslkey
            key: authmech, iamauth, accesskeyid, secretaccesskey, sessiontoken, region, profile, endpointurl
            """);

    private static final DriverOptions OPTIONS =
            new DriverOptions("Redshift's driver", LIBPQ_NAMES, UNUSED, name -> known(name, false));
    private static final DriverOptions IAM_OPTIONS =
            new DriverOptions("Redshift's driver", LIBPQ_NAMES, UNUSED, name -> known(name, true));

    private RedshiftProperties() {}

    /**
     * What users may write.
     *
     * @param iam whether it is AWS that is asked for a password
     */
    static DriverOptions options(boolean iam) {
        return iam ? IAM_OPTIONS : OPTIONS;
    }

    private static DriverOptions.Known known(String name, boolean iam) {
        RedshiftProperty property = RedshiftProperty.forName(name.toLowerCase(Locale.ROOT));
        return property == null
                ? null
                : new DriverOptions.Known(property.getName(), value -> complaint(property, value, iam));
    }

    private static String complaint(RedshiftProperty property, String value, boolean iam) {
        String rule = RULES.of(property.getName(), "own");
        if (rule.startsWith("iam ") && !iam) {
            return "is for authType.awsConfig";
        }
        return switch (rule.replace("iam ", "")) {
            case "text" -> null;
            case "number" -> value.matches("\\d{1,9}") ? null : quoted(value) + " is not a whole number";
            case "switch" -> value.matches("true|false") ? null : quoted(value) + " is not true or false";
            case "key" -> "has a key of its own beside connectionOptions";
            default -> "is Trawl's to decide and cannot be set";
        };
    }

    /**
     * Everything but the database and the statement timeout.
     *
     * @param directory where relative paths of certificates start
     * @throws ConfigException if a certificate cannot be read
     */
    static Properties of(RedshiftConnection connection, Path directory) {
        Properties properties = new Properties();
        RedshiftProperty.APPLICATION_NAME.set(properties, "trawl");
        RedshiftProperty.QUERY_GROUP.set(properties, "trawl");
        RedshiftProperty.CONNECT_TIMEOUT.set(properties, 10);
        RedshiftProperty.LOGIN_TIMEOUT.set(properties, 60);
        RedshiftProperty.TCP_KEEP_ALIVE.set(properties, true);
        RedshiftProperty.SOCKET_TIMEOUT.set(properties, DriverOptions.socketTimeout(connection.statementTimeout()));
        properties.putAll(connection.wanted());
        ownDecisions(properties);
        login(properties, connection);
        tls(properties, connection, directory);
        return properties;
    }

    private static void ownDecisions(Properties properties) {
        RedshiftProperty.READ_ONLY.set(properties, true);
        // Answers are small; the buffer would be a thread for each, and up to a gigabyte.
        RedshiftProperty.ENABLE_FETCH_RING_BUFFER.set(properties, false);
        RedshiftProperty.LOG_LEVEL.set(properties, "OFF");
        RedshiftProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
        if (Files.exists(NO_INI_FILE)) {
            RedshiftProperty.INI_FILE.set(properties, NO_INI_FILE.toString());
        }
    }

    private static void login(Properties properties, RedshiftConnection connection) {
        RedshiftProperty.USER.set(properties, connection.username());
        AwsConfig aws = connection.aws();
        if (aws == null) {
            RedshiftProperty.PASSWORD.set(properties, connection.secret().reveal());
            return;
        }
        RedshiftProperty.DB_USER.set(properties, connection.username());
        RedshiftProperty.AWS_REGION.set(properties, aws.awsRegion());
        if (connection.clusterIdentifier() != null) {
            RedshiftProperty.CLUSTER_IDENTIFIER.set(properties, connection.clusterIdentifier());
        }
        if (connection.workgroupName() != null) {
            RedshiftProperty.IS_SERVERLESS.set(properties, true);
            RedshiftProperty.SERVERLESS_WORK_GROUP.set(properties, connection.workgroupName());
        }
        RedshiftProperty.ENDPOINT_URL.set(properties, aws.endPointURL());
        if (aws.assumeRoleArn() == null) { // else they are the role's, and new for each session
            RedshiftProperty.IAM_ACCESS_KEY_ID.set(properties, aws.awsAccessKeyId());
            RedshiftProperty.IAM_SECRET_ACCESS_KEY.set(properties, revealed(aws.awsSecretAccessKey()));
            RedshiftProperty.IAM_SESSION_TOKEN.set(properties, revealed(aws.awsSessionToken()));
            RedshiftProperty.AWS_PROFILE.set(properties, aws.profileName());
        }
    }

    /** The properties of a session that asks AWS for its password with these credentials of a role. */
    static Properties with(AwsSessionCredentials role, Properties properties) {
        Properties own = new Properties();
        own.putAll(properties);
        RedshiftProperty.IAM_ACCESS_KEY_ID.set(own, role.accessKeyId());
        RedshiftProperty.IAM_SECRET_ACCESS_KEY.set(own, role.secretAccessKey());
        RedshiftProperty.IAM_SESSION_TOKEN.set(own, role.sessionToken());
        return own;
    }

    private static String revealed(Secret secret) {
        return secret == null ? null : secret.reveal();
    }

    /** The driver takes two of libpq's six modes by name; it never goes on in the clear where it was to encrypt. */
    private static void tls(Properties properties, RedshiftConnection connection, Path directory) {
        SslConfig config = connection.sslConfig();
        String mode = connection.encryption();
        if (mode.equals("disable")) {
            RedshiftProperty.SSL.set(properties, false);
            return;
        }
        TlsProperties.putCertificates(properties, config, connection.tls().passphrase(), directory);
        RedshiftProperty.SSL_MODE.set(properties, mode.equals("verify-full") ? mode : "verify-ca");
        TlsProperties.useCertificates(properties, mode);
    }
}

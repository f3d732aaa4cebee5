package io.trawl.source.redshift;

import io.trawl.core.config.FilterPattern;
import io.trawl.core.config.Secret;
import io.trawl.core.source.SourceConnection;
import io.trawl.source.jdbc.HostPort;
import io.trawl.source.jdbc.SslConfig;
import io.trawl.source.jdbc.TlsProperties;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * {@code source.serviceConnection.config} of type Redshift; the keys are those of OpenMetadata's redshiftConnection.json.
 *
 * @param type {@code Redshift} (default)
 * @param scheme read for compatibility: SQLAlchemy's driver, which Trawl does not use
 * @param username required; with IAM the database user to become, on a serverless workgroup without effect: there AWS
 *     names it after the IAM identity
 * @param authType the password, or how AWS is asked for one; one of the two, here or as {@code password}
 * @param password the password, written shorter
 * @param hostPort required; port 5439 unless it says otherwise, IPv6 addresses in brackets
 * @param database required: the database to connect to, and the one that is read unless {@code ingestAllDatabases}
 * @param ingestAllDatabases default false; true: every database the user may connect to and the filter lets through
 * @param schemaFilterPattern default: all but information_schema
 * @param tableFilterPattern default: all but the tables that materialized views keep their rows in, as in OpenMetadata 2.0
 * @param databaseFilterPattern default: all but template1; asked only with {@code ingestAllDatabases}
 * @param storedProcedureFilterPattern default: all
 * @param sslMode libpq's words. Default: verify-full. The driver does not fall back to a session in the clear, and every
 *     cluster can encrypt: allow and prefer are what require is
 * @param sslConfig certificates, each a file's path or the PEM text itself; null for none
 * @param connectionOptions the driver's properties, libpq's names of them understood; see {@link RedshiftProperties}
 * @param connectionArguments the same
 * @param supportsMetadataExtraction this and the keys after it are read for compatibility: they tell OpenMetadata's page
 *     what the connector can do
 */
public record RedshiftConnection(
        String type,
        String scheme,
        String username,
        AuthType authType,
        Secret password,
        String hostPort,
        String database,
        Boolean ingestAllDatabases,
        FilterPattern schemaFilterPattern,
        FilterPattern tableFilterPattern,
        FilterPattern databaseFilterPattern,
        FilterPattern storedProcedureFilterPattern,
        String sslMode,
        SslConfig sslConfig,
        Map<String, String> connectionOptions,
        Map<String, Object> connectionArguments,
        Boolean supportsMetadataExtraction,
        Boolean supportsIncrementalMetadataExtraction,
        Boolean supportsUsageExtraction,
        Boolean supportsLineageExtraction,
        Boolean supportsDBTExtraction,
        Boolean supportsProfiler,
        Boolean supportsDatabase,
        Boolean supportsQueryComment,
        Boolean supportsSystemProfile,
        Map<String, Object> sampleDataStorageConfig,
        Boolean supportsDataDiff)
        implements SourceConnection {

    static final int DEFAULT_PORT = 5439;

    private static final String SCHEME = "redshift+psycopg2";

    /** Endpoints of clusters and workgroups; the driver takes their names and region from there. */
    private static final Pattern AWS_HOST =
            Pattern.compile("[^.]+\\.[^.]+\\.[^.]+\\.redshift(-serverless)?(-dev)?\\.amazonaws\\.com.*");

    /**
     * How to log in: one of both.
     *
     * @param password a database user's
     * @param awsConfig IAM
     */
    public record AuthType(Secret password, AwsConfig awsConfig) {
        public AuthType {
            if (password != null && awsConfig != null) {
                throw new IllegalArgumentException("password: and awsConfig exclude each other");
            }
        }
    }

    public RedshiftConnection {
        type = type == null ? "Redshift" : type;
        if (!type.equals("Redshift")) {
            throw new IllegalArgumentException("type: '" + type + "' is not Redshift");
        }
        if (scheme != null && !scheme.equals(SCHEME)) {
            throw new IllegalArgumentException("scheme: '" + scheme + "' is not " + SCHEME);
        }
        required("username", username);
        required("hostPort", hostPort);
        HostPort server = HostPort.parse(hostPort, DEFAULT_PORT);
        required("database", database);
        checkLogin(authType, password);
        TlsProperties.check(sslMode);
        AwsConfig aws = authType == null ? null : authType.awsConfig();
        if (aws != null) {
            checkIam(aws, server, sslMode);
        }
        ingestAllDatabases = ingestAllDatabases != null && ingestAllDatabases;
        schemaFilterPattern = schemaFilterPattern == null ? excluding("^information_schema$") : schemaFilterPattern;
        tableFilterPattern =
                tableFilterPattern == null ? excluding("^(?:.*\\.)?mv_tbl__.*__\\d+$") : tableFilterPattern;
        databaseFilterPattern = databaseFilterPattern == null ? excluding("^template1$") : databaseFilterPattern;
        connectionOptions = connectionOptions == null ? Map.of() : Map.copyOf(connectionOptions);
        connectionArguments = connectionArguments == null ? Map.of() : Map.copyOf(connectionArguments);
        RedshiftProperties.options(aws != null).check("connectionOptions", connectionOptions);
        RedshiftProperties.options(aws != null).check("connectionArguments", connectionArguments);
    }

    @Override
    public String server() {
        return "redshift://" + hostPort;
    }

    /** How AWS is asked for a password; null for a login with a database user's own. */
    AwsConfig aws() {
        return authType == null ? null : authType.awsConfig();
    }

    /** The password, wherever it was written; null with IAM. */
    Secret secret() {
        return password != null || authType == null ? password : authType.password();
    }

    private static void checkLogin(AuthType authType, Secret password) {
        boolean inside = authType != null && (authType.password() != null || authType.awsConfig() != null);
        if (inside && password != null) {
            throw new IllegalArgumentException(
                    authType.awsConfig() == null
                            ? "password: is given twice, here and in authType"
                            : "password: and authType.awsConfig exclude each other");
        }
        if (!inside && password == null) {
            throw new IllegalArgumentException("authType: is missing; a password or awsConfig is needed");
        }
        Secret given = inside ? authType.password() : password;
        if (given != null && given.reveal().isEmpty()) {
            throw new IllegalArgumentException((inside ? "authType." : "") + "password: is empty");
        }
    }

    private static void checkIam(AwsConfig aws, HostPort server, String sslMode) {
        if ("disable".equals(sslMode)) {
            throw new IllegalArgumentException("sslMode: '" + sslMode + "' is not possible with authType.awsConfig");
        }
        if (server.host().indexOf(':') >= 0) {
            throw new IllegalArgumentException(
                    "hostPort: '" + server + "': the driver takes no IPv6 address with authType.awsConfig");
        }
        if (aws.awsRegion() == null && !AWS_HOST.matcher(server.host()).matches()) {
            throw new IllegalArgumentException("authType.awsConfig.awsRegion: is missing, and '" + server.host()
                    + "' is no endpoint of AWS that tells it");
        }
    }

    private static FilterPattern excluding(String... excludes) {
        return new FilterPattern(null, List.of(excludes));
    }

    private static void required(String key, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(key + ": is missing");
        }
    }
}

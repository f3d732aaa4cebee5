package io.trawl.source.redshift;

import static io.trawl.api.util.Blank.required;
import static io.trawl.api.util.OneLine.quoted;
import static io.trawl.api.workflow.FilterPattern.orExcluding;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.trawl.api.util.Blank;
import io.trawl.api.workflow.FilterPattern;
import io.trawl.api.workflow.Secret;
import io.trawl.aws.AwsConfig;
import io.trawl.source.jdbc.HostPort;
import io.trawl.source.jdbc.SslConfig;
import io.trawl.source.postgresqlfamily.DriverOptions;
import io.trawl.source.postgresqlfamily.LibpqConnection;
import io.trawl.source.postgresqlfamily.LibpqTls;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code source.serviceConnection.config} of type Redshift; the keys are those of OpenMetadata's redshiftConnection.json.
 * The ignored ones have no effect: they are about sample data, or tell OpenMetadata's page what the connector can do.
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
 * @param sslMode libpq's words; null for the default, see {@link #encryption}; may also stand in the options or
 *     arguments, as {@code sslmode}
 * @param sslConfig certificates, each a file's path or the PEM text itself; null for none; may also stand in the options
 *     or arguments, by libpq's names
 * @param clusterIdentifier the cluster's name for IAM, where the host does not contain it
 * @param workgroupName the serverless workgroup's name for IAM, where the host does not contain it
 * @param connectionOptions the driver's properties, libpq's names of them understood; see {@link RedshiftProperties}
 * @param connectionArguments the same, and they win
 */
@JsonIgnoreProperties({
    "sampleDataStorageConfig",
    "supportsMetadataExtraction",
    "supportsIncrementalMetadataExtraction",
    "supportsUsageExtraction",
    "supportsLineageExtraction",
    "supportsDBTExtraction",
    "supportsProfiler",
    "supportsDatabase",
    "supportsQueryComment",
    "supportsSystemProfile",
    "supportsDataDiff"
})
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
        @Nullable String sslMode,
        @Nullable SslConfig sslConfig,
        @Nullable String clusterIdentifier,
        @Nullable String workgroupName,
        Map<String, String> connectionOptions,
        Map<String, Object> connectionArguments)
        implements LibpqConnection {

    static final int DEFAULT_PORT = 5439;

    private static final String SCHEME = "redshift+psycopg2";

    /** OpenMetadata's default since 2.0. */
    private static final String STORAGE_OF_VIEWS = "^(?:.*\\.)?mv_tbl__.*__\\d+$";

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
            throw new IllegalArgumentException("type: " + quoted(type) + " is not Redshift");
        }
        if (scheme != null && !scheme.equals(SCHEME)) {
            throw new IllegalArgumentException("scheme: " + quoted(scheme) + " is not " + SCHEME);
        }
        required("username", username);
        required("hostPort", hostPort);
        HostPort server = HostPort.parse(hostPort, DEFAULT_PORT);
        required("database", database);
        checkLogin(authType, password);
        AwsConfig aws = authType == null ? null : authType.awsConfig();
        if (aws != null) {
            checkIam(aws, server);
        }
        clusterIdentifier = Blank.toNull(clusterIdentifier);
        workgroupName = Blank.toNull(workgroupName);
        if (clusterIdentifier != null && workgroupName != null) {
            throw new IllegalArgumentException(
                    "workgroupName: " + quoted(workgroupName) + " and clusterIdentifier exclude each other");
        }
        ingestAllDatabases = ingestAllDatabases != null && ingestAllDatabases;
        schemaFilterPattern = orExcluding(schemaFilterPattern, "^information_schema$");
        tableFilterPattern = orExcluding(tableFilterPattern, STORAGE_OF_VIEWS);
        databaseFilterPattern = orExcluding(databaseFilterPattern, "^template1$");
        connectionOptions = connectionOptions == null ? Map.of() : Map.copyOf(connectionOptions);
        connectionArguments = connectionArguments == null ? Map.of() : Map.copyOf(connectionArguments);
        RedshiftProperties.options(aws != null).check("connectionOptions", connectionOptions);
        RedshiftProperties.options(aws != null).check("connectionArguments", connectionArguments);
        LibpqTls tls = new LibpqTls(connectionOptions, connectionArguments);
        sslMode = tls.mode(sslMode);
        sslConfig = tls.certificates(sslConfig);
    }

    @Override
    public String server() {
        return "redshift://" + hostPort;
    }

    @Override
    public DriverOptions driverOptions() {
        return RedshiftProperties.options(iam());
    }

    @Override
    public boolean iam() {
        return aws() != null;
    }

    /** Where the cluster or workgroup listens. */
    HostPort address() {
        return HostPort.parse(hostPort, DEFAULT_PORT);
    }

    /**
     * The mode of encryption, in libpq's words; the default is verify-full. The driver does not fall back to a session in
     * the clear, and every cluster can encrypt: allow and prefer are what require is. With IAM a session is encrypted in any
     * case.
     */
    String encryption() {
        return sslMode == null || aws() != null && sslMode.equals("disable") ? "verify-full" : sslMode;
    }

    /** How AWS is asked for a password; null for a login with a database user's own. */
    @Nullable
    AwsConfig aws() {
        return authType == null ? null : authType.awsConfig();
    }

    /** The password, wherever it was written; null with IAM. */
    @Nullable
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

    private static void checkIam(AwsConfig aws, HostPort server) {
        if (server.host().indexOf(':') >= 0) {
            throw new IllegalArgumentException(
                    "hostPort: " + quoted(server) + ": the driver takes no IPv6 address with authType.awsConfig");
        }
        if (aws.region(server.host()).isEmpty()) {
            throw new IllegalArgumentException("authType.awsConfig.awsRegion: is missing, and " + quoted(server.host())
                    + " is no endpoint of AWS that tells it");
        }
    }
}

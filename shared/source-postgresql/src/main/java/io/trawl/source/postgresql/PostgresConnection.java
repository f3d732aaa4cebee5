package io.trawl.source.postgresql;

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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code source.serviceConnection.config} of type Postgres; the keys are those of OpenMetadata's
 * postgresConnection.json. The ignored ones have no effect: they are about query logs and sample data, or tell
 * OpenMetadata's page what the connector can do.
 *
 * @param type {@code Postgres} (default)
 * @param scheme read for compatibility: SQLAlchemy's driver, which Trawl does not use
 * @param username required
 * @param authType the password, or how one is made for RDS; null for a server that asks for none
 * @param password the same, written shorter; only one of both
 * @param hostPort required; port 5432 unless it says otherwise, IPv6 addresses in brackets
 * @param database required: the database to connect to, and the one that is read unless {@code ingestAllDatabases}
 * @param ingestAllDatabases default false; true: every database the role may connect to and the filter lets through
 * @param schemaFilterPattern default: all but information_schema
 * @param tableFilterPattern default: all
 * @param databaseFilterPattern default: all but template0 and template1; asked only with {@code ingestAllDatabases}
 * @param storedProcedureFilterPattern default: all
 * @param sslMode libpq's: disable, allow, prefer, require, verify-ca, verify-full; null for the default, see {@link
 *     #encryption}; may also stand in the options or arguments, as {@code sslmode}
 * @param sslConfig certificates, each a file's path or the PEM text itself; null for none; may also stand in the options
 *     or arguments, by libpq's names
 * @param classificationName of the tags made from row-level security policies; default PostgresPolicyTags
 * @param connectionOptions pgJDBC's properties, libpq's names of them understood; see {@link ConnectionProperties}
 * @param connectionArguments the same, and they win
 */
@JsonIgnoreProperties({
    "queryStatementSource",
    "sampleDataStorageConfig",
    "supportsMetadataExtraction",
    "supportsUsageExtraction",
    "supportsLineageExtraction",
    "supportsDBTExtraction",
    "supportsProfiler",
    "supportsDatabase",
    "supportsQueryComment",
    "supportsDataDiff"
})
public record PostgresConnection(
        String type,
        String scheme,
        String username,
        @Nullable AuthType authType,
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
        String classificationName,
        Map<String, String> connectionOptions,
        Map<String, Object> connectionArguments)
        implements LibpqConnection {

    static final int DEFAULT_PORT = 5432;

    /** Modes in which a session may be in the clear. */
    private static final Set<String> NOT_ALWAYS = Set.of("disable", "allow", "prefer");

    private static final Set<String> SCHEMES = Set.of("postgresql+psycopg2", "pgspider+psycopg2");

    /**
     * How to log in: at most one of these.
     *
     * @param password null for none
     * @param awsConfig IAM, of RDS and Aurora
     * @param azureConfig refused: Trawl asks Microsoft Entra ID for no token
     */
    public record AuthType(@Nullable Secret password, AwsConfig awsConfig, Map<String, Object> azureConfig) {
        public AuthType {
            if (azureConfig != null) {
                throw new IllegalArgumentException("azureConfig: Azure authentication is not supported; use password");
            }
            if (password != null && awsConfig != null) {
                throw new IllegalArgumentException("password: and awsConfig exclude each other");
            }
        }
    }

    public PostgresConnection {
        type = type == null ? "Postgres" : type;
        if (!type.equals("Postgres")) {
            throw new IllegalArgumentException("type: " + quoted(type) + " is not Postgres");
        }
        if (scheme != null && !SCHEMES.contains(scheme)) {
            throw new IllegalArgumentException("scheme: " + quoted(scheme) + " is not one of " + SCHEMES);
        }
        username = required("username", username);
        hostPort = required("hostPort", hostPort);
        HostPort server = HostPort.parse(hostPort, DEFAULT_PORT);
        database = required("database", database);
        if (password != null && authType != null && (authType.password() != null || authType.awsConfig() != null)) {
            throw new IllegalArgumentException("password: is given twice, here and in authType");
        }
        AwsConfig aws = authType == null ? null : authType.awsConfig();
        if (aws != null && aws.region(server.host()).isEmpty()) {
            throw new IllegalArgumentException("authType.awsConfig.awsRegion: is missing, and " + quoted(server.host())
                    + " is no endpoint of AWS that tells it");
        }
        ingestAllDatabases = ingestAllDatabases != null && ingestAllDatabases;
        schemaFilterPattern = orExcluding(schemaFilterPattern, "^information_schema$");
        databaseFilterPattern = orExcluding(databaseFilterPattern, "^template1$", "^template0$");
        classificationName = Blank.toNull(classificationName) == null ? "PostgresPolicyTags" : classificationName;
        connectionOptions = connectionOptions == null ? Map.of() : Map.copyOf(connectionOptions);
        connectionArguments = connectionArguments == null ? Map.of() : Map.copyOf(connectionArguments);
        ConnectionProperties.OPTIONS.check("connectionOptions", connectionOptions);
        ConnectionProperties.OPTIONS.check("connectionArguments", connectionArguments);
        LibpqTls tls = new LibpqTls(connectionOptions, connectionArguments);
        sslMode = tls.mode(sslMode);
        sslConfig = tls.certificates(sslConfig);
    }

    @Override
    public String server() {
        return "postgresql://" + hostPort;
    }

    @Override
    public DriverOptions driverOptions() {
        return ConnectionProperties.OPTIONS;
    }

    @Override
    public boolean iam() {
        return aws() != null;
    }

    /** Where the server listens. */
    HostPort address() {
        return HostPort.parse(hostPort, DEFAULT_PORT);
    }

    /**
     * The mode of encryption, in libpq's words. Without {@code sslMode} it is verify-full if there is a {@code
     * sslConfig.caCertificate}, else prefer, which encrypts if the server can and verifies nothing. With IAM a session is
     * encrypted in any case.
     */
    String encryption() {
        if (sslMode == null && sslConfig != null && sslConfig.caCertificate() != null) {
            return "verify-full";
        }
        if (aws() != null && (sslMode == null || NOT_ALWAYS.contains(sslMode))) {
            return "require";
        }
        return sslMode == null ? "prefer" : sslMode;
    }

    /** How AWS' identity logs in; null for a login with a password, or without one. */
    @Nullable
    AwsConfig aws() {
        return authType == null ? null : authType.awsConfig();
    }

    /** The password, wherever it was written; null for none. */
    @Nullable
    Secret secret() {
        return password != null || authType == null ? password : authType.password();
    }
}

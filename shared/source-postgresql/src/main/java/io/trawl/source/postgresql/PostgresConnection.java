package io.trawl.source.postgresql;

import io.trawl.core.config.FilterPattern;
import io.trawl.core.config.Secret;
import io.trawl.core.source.SourceConnection;
import io.trawl.source.jdbc.HostPort;
import io.trawl.source.jdbc.SslConfig;
import io.trawl.source.jdbc.TlsProperties;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code source.serviceConnection.config} of type Postgres; the keys are those of OpenMetadata's
 * postgresConnection.json.
 *
 * @param type {@code Postgres} (default)
 * @param scheme read for compatibility: SQLAlchemy's driver, which Trawl does not use
 * @param username required
 * @param authType the password; null for a server that asks for none
 * @param password the same, written shorter; only one of both
 * @param hostPort required; port 5432 unless it says otherwise, IPv6 addresses in brackets
 * @param database required: the database to connect to, and the one that is read unless {@code ingestAllDatabases}
 * @param ingestAllDatabases default false; true: every database the role may connect to and the filter lets through
 * @param schemaFilterPattern default: all but information_schema
 * @param tableFilterPattern default: all
 * @param databaseFilterPattern default: all but template0 and template1; asked only with {@code ingestAllDatabases}
 * @param storedProcedureFilterPattern default: all
 * @param sslMode libpq's: disable, allow, prefer, require, verify-ca, verify-full. Default: verify-full if there is a
 *     {@code sslConfig.caCertificate}, else prefer, which encrypts if the server can and verifies nobody
 * @param sslConfig certificates, each a file's path or the PEM text itself; null for none
 * @param classificationName of the tags made from row-level security policies; default PostgresPolicyTags
 * @param queryStatementSource read for compatibility: usage extraction is not Trawl's
 * @param connectionOptions pgJDBC's properties, libpq's names of them understood; see {@link ConnectionProperties}
 * @param connectionArguments the same
 * @param supportsMetadataExtraction this and the keys after it are read for compatibility: they tell OpenMetadata's page
 *     what the connector can do
 */
public record PostgresConnection(
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
        String classificationName,
        String queryStatementSource,
        Map<String, String> connectionOptions,
        Map<String, Object> connectionArguments,
        Boolean supportsMetadataExtraction,
        Boolean supportsUsageExtraction,
        Boolean supportsLineageExtraction,
        Boolean supportsDBTExtraction,
        Boolean supportsProfiler,
        Boolean supportsDatabase,
        Boolean supportsQueryComment,
        Boolean supportsDataDiff,
        Map<String, Object> sampleDataStorageConfig)
        implements SourceConnection {

    static final int DEFAULT_PORT = 5432;

    private static final Set<String> SCHEMES = Set.of("postgresql+psycopg2", "pgspider+psycopg2");

    /**
     * Basic authentication.
     *
     * @param password null for none
     * @param awsConfig refused: IAM authentication is not supported
     * @param azureConfig refused as well
     */
    public record AuthType(Secret password, Map<String, Object> awsConfig, Map<String, Object> azureConfig) {
        public AuthType {
            if (awsConfig != null) {
                throw new IllegalArgumentException("awsConfig: IAM authentication is not supported; use password");
            }
            if (azureConfig != null) {
                throw new IllegalArgumentException("azureConfig: Azure authentication is not supported; use password");
            }
        }
    }

    public PostgresConnection {
        type = type == null ? "Postgres" : type;
        if (!type.equals("Postgres")) {
            throw new IllegalArgumentException("type: '" + type + "' is not Postgres");
        }
        if (scheme != null && !SCHEMES.contains(scheme)) {
            throw new IllegalArgumentException("scheme: '" + scheme + "' is not one of " + SCHEMES);
        }
        username = required("username", username);
        hostPort = required("hostPort", hostPort);
        HostPort.parse(hostPort, DEFAULT_PORT);
        database = required("database", database);
        if (password != null && authType != null && authType.password() != null) {
            throw new IllegalArgumentException("password: is given twice, here and in authType");
        }
        ingestAllDatabases = ingestAllDatabases != null && ingestAllDatabases;
        schemaFilterPattern = schemaFilterPattern == null ? excluding("^information_schema$") : schemaFilterPattern;
        databaseFilterPattern =
                databaseFilterPattern == null ? excluding("^template1$", "^template0$") : databaseFilterPattern;
        TlsProperties.check(sslMode);
        classificationName = blankToNull(classificationName) == null ? "PostgresPolicyTags" : classificationName;
        connectionOptions = connectionOptions == null ? Map.of() : Map.copyOf(connectionOptions);
        connectionArguments = connectionArguments == null ? Map.of() : Map.copyOf(connectionArguments);
        ConnectionProperties.OPTIONS.check("connectionOptions", connectionOptions);
        ConnectionProperties.OPTIONS.check("connectionArguments", connectionArguments);
    }

    @Override
    public String server() {
        return "postgresql://" + hostPort;
    }

    /** A connection with every other key at its default. */
    public static PostgresConnection of(String hostPort, String username, Secret password, String database) {
        return new PostgresConnection(
                null, null, username, null, password, hostPort, database, null, null, null, null, null, null, null,
                null, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    /** The same connection to every database. */
    public PostgresConnection withAllDatabases() {
        return new PostgresConnection(
                type,
                scheme,
                username,
                authType,
                password,
                hostPort,
                database,
                true,
                schemaFilterPattern,
                tableFilterPattern,
                databaseFilterPattern,
                storedProcedureFilterPattern,
                sslMode,
                sslConfig,
                classificationName,
                queryStatementSource,
                connectionOptions,
                connectionArguments,
                supportsMetadataExtraction,
                supportsUsageExtraction,
                supportsLineageExtraction,
                supportsDBTExtraction,
                supportsProfiler,
                supportsDatabase,
                supportsQueryComment,
                supportsDataDiff,
                sampleDataStorageConfig);
    }

    /** The password, wherever it was written; null for none. */
    Secret secret() {
        return password != null || authType == null ? password : authType.password();
    }

    private static FilterPattern excluding(String... excludes) {
        return new FilterPattern(null, List.of(excludes));
    }

    private static String required(String key, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(key + ": is missing");
        }
        return value;
    }

    private static String blankToNull(String text) {
        return text == null || text.isBlank() ? null : text;
    }
}

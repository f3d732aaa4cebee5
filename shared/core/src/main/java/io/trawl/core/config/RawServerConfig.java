package io.trawl.core.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;

/** {@code workflowConfig.openMetadataServerConfig} as it stands in the file. */
record RawServerConfig(
        @JsonProperty(required = true)
        @JsonPropertyDescription("The server's URL, which ends in /api, such as http://localhost:8585/api")
        String hostPort,

        @JsonPropertyDescription("openmetadata: a bot's token; no-auth, or absent without a token: none")
        AuthProvider authProvider,

        @JsonPropertyDescription("The bot's token") SecurityConfig securityConfig,

        @JsonProperty(defaultValue = "no-ssl")
        @JsonPropertyDescription(
                "validate: check the certificate of an https server; ignore: accept any; no-ssl: with https the same as validate")
        ServerConfig.VerifySsl verifySSL,

        @JsonPropertyDescription("The authority that signed the server's certificate")
        SslConfig sslConfig,

        @JsonPropertyDescription("Headers to send with every request")
        Map<String, String> extraHeaders,

        @JsonProperty(defaultValue = "OpenMetadata") @JsonPropertyDescription("The kind of server")
        ServerType type,

        @JsonProperty(defaultValue = "v1") @JsonPropertyDescription("The version of the API")
        ApiVersion apiVersion,

        @JsonProperty(defaultValue = "openmetadata") @JsonPropertyDescription("No effect")
        String clusterName,

        @JsonProperty(defaultValue = "db")
        @JsonPropertyDescription("Only db and noop: secrets come from the file and the environment")
        SecretsManagerProvider secretsManagerProvider,

        @JsonProperty(defaultValue = "noop") @JsonPropertyDescription("No effect")
        SecretsManagerLoader secretsManagerLoader,

        @JsonProperty(defaultValue = "true") @JsonPropertyDescription("No effect")
        Boolean includeTopics,

        @JsonProperty(defaultValue = "true") @JsonPropertyDescription("No effect")
        Boolean includeTables,

        @JsonProperty(defaultValue = "true") @JsonPropertyDescription("No effect")
        Boolean includeDashboards,

        @JsonProperty(defaultValue = "true") @JsonPropertyDescription("No effect")
        Boolean includePipelines,

        @JsonProperty(defaultValue = "true") @JsonPropertyDescription("No effect")
        Boolean includeMlModels,

        @JsonProperty(defaultValue = "true") @JsonPropertyDescription("No effect")
        Boolean includeUsers,

        @JsonProperty(defaultValue = "true") @JsonPropertyDescription("No effect")
        Boolean includeTeams,

        @JsonProperty(defaultValue = "true") @JsonPropertyDescription("No effect")
        Boolean includeGlossaryTerms,

        @JsonProperty(defaultValue = "true") @JsonPropertyDescription("No effect")
        Boolean includeTags,

        @JsonProperty(defaultValue = "true") @JsonPropertyDescription("No effect")
        Boolean includePolicy,

        @JsonProperty(defaultValue = "true") @JsonPropertyDescription("No effect")
        Boolean includeMessagingServices,

        @JsonProperty(defaultValue = "true") @JsonPropertyDescription("No effect")
        Boolean includeDatabaseServices,

        @JsonProperty(defaultValue = "true") @JsonPropertyDescription("No effect")
        Boolean includePipelineServices,

        @JsonProperty(defaultValue = "true") @JsonPropertyDescription("No effect")
        Boolean enableVersionValidation,

        @JsonProperty(defaultValue = "1000") @JsonPropertyDescription("No effect")
        Integer limitRecords,

        @JsonProperty(defaultValue = "false") @JsonPropertyDescription("Cannot be enabled: see overrideMetadata")
        Boolean forceEntityOverwriting,

        @JsonProperty(defaultValue = "true")
        @JsonPropertyDescription("No effect: Trawl never stores a connection in the catalog")
        Boolean storeServiceConnection,

        @JsonPropertyDescription("No effect: the server keeps its own index")
        ElasticSearch elasticsSearch,

        @JsonPropertyDescription("No effect: filters are read from the source")
        FilterPattern schemaFilterPattern,

        @JsonPropertyDescription("No effect: filters are read from the source")
        FilterPattern tableFilterPattern,

        @JsonPropertyDescription("No effect: filters are read from the source")
        FilterPattern databaseFilterPattern,

        @JsonPropertyDescription("No effect") Boolean supportsDataInsightExtraction,

        @JsonPropertyDescription("No effect") Boolean supportsElasticSearchReindexingExtraction) {

    /** The ways to log in that Trawl has. */
    enum AuthProvider {
        @JsonProperty("openmetadata")
        OPENMETADATA,
        @JsonProperty("no-auth")
        NO_AUTH
    }

    enum ServerType {
        OpenMetadata
    }

    enum ApiVersion {
        v1
    }

    enum SecretsManagerProvider {
        db,
        noop
    }

    enum SecretsManagerLoader {
        noop,
        airflow,
        env
    }

    record SecurityConfig(
            @JsonPropertyDescription(
                    "The token of the ingestion bot, best as ${VAR}; required with authProvider openmetadata")
            Secret jwtToken) {}

    record SslConfig(
            @JsonPropertyDescription("A file's path, or the PEM text itself")
            String caCertificate) {}

    record ElasticSearch(
            @JsonProperty(required = true) @JsonPropertyDescription("No effect")
            String type,

            @JsonPropertyDescription("No effect") ObjectNode config) {}

    /** The keys that have a meaning, defaults filled in. */
    ServerConfig resolve(Place place, boolean serverNeeded) {
        URI uri = uri(place.key("hostPort"));
        Secret token = securityConfig == null ? null : securityConfig.jwtToken();
        if (token != null && token.reveal().isBlank()) {
            throw place.key("securityConfig").key("jwtToken").wrong("is empty");
        }
        if (authProvider == AuthProvider.OPENMETADATA && serverNeeded) {
            place.key("securityConfig").key("jwtToken").required(token);
        }
        if (authProvider == AuthProvider.NO_AUTH && token != null) {
            throw place.key("securityConfig").key("jwtToken").wrong("is not sent with authProvider no-auth");
        }
        ServerConfig.VerifySsl verify = verifySSL == null ? ServerConfig.VerifySsl.NO_SSL : verifySSL;
        if (verify == ServerConfig.VerifySsl.VALIDATE && !"https".equals(uri.getScheme())) {
            throw place.key("verifySSL").wrong("'validate' needs an https URL in hostPort");
        }
        String certificate = sslConfig == null ? null : sslConfig.caCertificate();
        if (certificate != null && !"https".equals(uri.getScheme())) {
            throw place.key("sslConfig").key("caCertificate").wrong("needs an https URL in hostPort");
        }
        return new ServerConfig(uri, token, verify, certificate, extraHeaders);
    }

    private URI uri(Place place) {
        place.required(hostPort);
        if (hostPort.contains("@")) {
            throw place.wrong("must not hold a user or a password");
        }
        URI uri;
        try {
            uri = new URI(hostPort.replaceFirst("/+$", ""));
        } catch (URISyntaxException e) {
            throw place.wrong("'" + hostPort + "' is not a URL, such as http://localhost:8585/api");
        }
        if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
            throw place.wrong("'" + hostPort + "' is not an http or https URL, such as http://localhost:8585/api");
        }
        if (uri.getHost() == null || uri.getPort() > 65_535) {
            throw place.wrong("'" + hostPort + "' holds no valid host and port");
        }
        if (uri.getPath() == null
                || !uri.getPath().endsWith("/api")
                || uri.getQuery() != null
                || uri.getFragment() != null) {
            throw place.wrong("'" + hostPort + "' does not end in /api");
        }
        return uri;
    }
}

package io.trawl.config;

import static io.trawl.api.util.OneLine.quotedAddress;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.api.workflow.Secret;
import io.trawl.api.workflow.ServerConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * {@code workflowConfig.openMetadataServerConfig} as it stands in the file. The ignored keys have no effect here: most are
 * about indexing, which is the server's.
 */
@JsonIgnoreProperties({
    "clusterName",
    "secretsManagerProvider",
    "secretsManagerLoader",
    "includeTopics",
    "includeTables",
    "includeDashboards",
    "includePipelines",
    "includeMlModels",
    "includeUsers",
    "includeTeams",
    "includeGlossaryTerms",
    "includeTags",
    "includePolicy",
    "includeMessagingServices",
    "includeDatabaseServices",
    "includePipelineServices",
    "enableVersionValidation",
    "limitRecords",
    "storeServiceConnection",
    "elasticsSearch",
    "schemaFilterPattern",
    "tableFilterPattern",
    "databaseFilterPattern",
    "supportsDataInsightExtraction",
    "supportsElasticSearchReindexingExtraction"
})
record RawServerConfig(
        @JsonProperty(required = true)
        @JsonPropertyDescription("The server's URL, which ends in /api, such as http://localhost:8585/api")
        String hostPort,

        @JsonPropertyDescription(
                "no-auth, or absent without a token: a server without authentication; all others: a bot's token")
        JsonNode authProvider,

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

        @JsonProperty(defaultValue = "false") @JsonPropertyDescription("Cannot be enabled: see overrideMetadata")
        boolean forceEntityOverwriting) {

    private static final String IN_THE_CLEAR = "hostPort is not an https URL";

    private static final String NO_AUTH = "no-auth";

    /** OpenMetadata's ways to log people in, which make no difference to how a bot's token is sent, and none. */
    static final List<String> AUTH_PROVIDERS =
            List.of("openmetadata basic azure google okta auth0 aws-cognito custom-oidc ldap saml no-auth".split(" "));

    enum ServerType {
        OpenMetadata
    }

    enum ApiVersion {
        v1
    }

    record SecurityConfig(
            @JsonPropertyDescription(
                    "The token of the ingestion bot, best as ${VAR}, or the path of a file that holds it; required unless"
                            + " authProvider is no-auth or absent")
            Secret jwtToken) {}

    @JsonIgnoreProperties({"sslCertificate", "sslKey"})
    record SslConfig(
            @JsonPropertyDescription("A file's path, or the PEM text itself")
            String caCertificate) {}

    /**
     * The keys that have a meaning, defaults filled in.
     *
     * @param serverNeeded whether the sink writes to it
     * @param directory where relative paths start
     * @param warnings receives a line for each key that contradicts another
     */
    ServerConfig resolve(ConfigPath place, boolean serverNeeded, Path directory, Consumer<String> warnings) {
        URI uri = uri(place.key("hostPort"));
        boolean encrypted = "https".equals(uri.getScheme());
        String certificate = sslConfig == null ? null : sslConfig.caCertificate();
        if (!encrypted && verifySSL != ServerConfig.VerifySsl.NO_SSL) {
            warnings.accept(place.key("verifySSL").saysNoEffect(IN_THE_CLEAR));
        }
        if (!encrypted && certificate != null) {
            warnings.accept(place.key("sslConfig").key("caCertificate").saysNoEffect(IN_THE_CLEAR));
        }
        return new ServerConfig(
                uri, token(place, serverNeeded, directory), verifySSL, encrypted ? certificate : null, extraHeaders);
    }

    private Secret token(ConfigPath server, boolean serverNeeded, Path directory) {
        ConfigPath place = server.key("securityConfig").key("jwtToken");
        Secret token = securityConfig == null ? null : securityConfig.jwtToken();
        String provider = Mismatch.oneOf(AUTH_PROVIDERS, authProvider, server.key("authProvider"));
        if (token == null) {
            if (serverNeeded && provider != null && !provider.equals(NO_AUTH)) {
                throw place.wrong("is required: Trawl logs in with a bot's token");
            }
            return null;
        }
        if (NO_AUTH.equals(provider)) {
            throw place.wrong("is not sent with authProvider no-auth");
        }
        return TokenFile.resolve(token, directory, place);
    }

    private URI uri(ConfigPath place) {
        place.required(hostPort);
        if (hostPort.contains("@")) {
            throw place.wrong("must not hold a user or a password");
        }
        URI uri;
        try {
            uri = new URI(hostPort.replaceFirst("/+$", ""));
        } catch (URISyntaxException e) {
            throw place.wrong(quotedAddress(hostPort) + " is not a URL, such as http://localhost:8585/api");
        }
        if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
            throw place.wrong(
                    quotedAddress(hostPort) + " is not an http or https URL, such as http://localhost:8585/api");
        }
        if (uri.getHost() == null || uri.getPort() > 65_535) {
            throw place.wrong(quotedAddress(hostPort) + " holds no valid host and port");
        }
        if (uri.getPath() == null
                || !uri.getPath().endsWith("/api")
                || uri.getQuery() != null
                || uri.getFragment() != null) {
            throw place.wrong(quotedAddress(hostPort) + " does not end in /api");
        }
        return uri;
    }
}

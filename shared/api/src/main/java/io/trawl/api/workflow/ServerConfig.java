package io.trawl.api.workflow;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code workflowConfig.openMetadataServerConfig}.
 *
 * @param hostPort ends in {@code /api}, without a slash after it
 * @param jwtToken the bot's token, or null for a server without authentication
 * @param verifySsl {@code no-ssl}: the default, and with an https URL the same as {@code validate}; {@code ignore}: any
 *     certificate; {@code validate}: the certificate must be signed by {@code caCertificate} or a public authority
 * @param caCertificate a file's path or the PEM text itself
 * @param extraHeaders sent with every request; empty if none
 */
public record ServerConfig(
        URI hostPort,
        @Nullable Secret jwtToken,
        VerifySsl verifySsl,
        @Nullable String caCertificate,
        Map<String, String> extraHeaders) {

    public ServerConfig {
        extraHeaders = extraHeaders == null ? Map.of() : Map.copyOf(extraHeaders);
    }

    /** OpenMetadata's three ways to look at a server's certificate. */
    public enum VerifySsl {
        @JsonProperty("no-ssl")
        NO_SSL,
        @JsonProperty("ignore")
        IGNORE,
        @JsonProperty("validate")
        VALIDATE
    }

    /** Without the headers' values, which may be secrets. */
    @Override
    public String toString() {
        return "ServerConfig[hostPort=" + hostPort + ", verifySsl=" + verifySsl + ", extraHeaders="
                + extraHeaders.keySet() + "]";
    }
}

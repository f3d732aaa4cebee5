package io.trawl.sink.openmetadata;

import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.ServerConfig;
import io.trawl.api.workflow.ServerConfig.VerifySsl;
import io.trawl.http.PemText;
import io.trawl.http.Trust;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;

/** Whose certificates are trusted, as the workflow says. */
final class Tls {

    private static final String KEY = "workflowConfig.openMetadataServerConfig.sslConfig.caCertificate";

    private Tls() {}

    /**
     * The context for a server, or null for the JDK's own.
     *
     * @param directory where a relative path of a certificate starts
     * @throws ConfigException if the certificate cannot be read
     */
    static SSLContext context(ServerConfig server, Path directory) {
        if (server.verifySsl() == VerifySsl.IGNORE) {
            return Trust.anything();
        }
        String ca = server.caCertificate();
        return ca == null || ca.isBlank() ? null : Trust.authorities(new PemText(KEY, ca, directory).certificates());
    }
}

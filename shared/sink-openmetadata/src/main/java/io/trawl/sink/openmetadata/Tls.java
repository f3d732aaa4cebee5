package io.trawl.sink.openmetadata;

import io.trawl.core.config.ServerConfig;
import io.trawl.core.config.ServerConfig.VerifySsl;
import io.trawl.core.model.FailureKind;
import io.trawl.core.model.TrawlException;
import io.trawl.core.net.Trust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;

/** Whose certificates are trusted, as the workflow says. */
final class Tls {

    private static final String KEY = "workflowConfig.openMetadataServerConfig.sslConfig.caCertificate";
    private static final String PEM = "-----BEGIN CERTIFICATE-----";

    private Tls() {}

    /**
     * The context for a server, or null for the JDK's own.
     *
     * @param directory where a relative path of a certificate starts
     * @throws TrawlException if the certificate cannot be read
     */
    static SSLContext context(ServerConfig server, Path directory) {
        if (server.verifySsl() == VerifySsl.IGNORE) {
            return Trust.anything();
        }
        String ca = server.caCertificate();
        if (ca == null || ca.isBlank()) {
            return null;
        }
        try {
            return Trust.authorities(pem(ca, directory));
        } catch (GeneralSecurityException e) {
            throw new TrawlException(FailureKind.INVALID, KEY + ": holds no certificate that can be read", e);
        }
    }

    /** The text itself, or that of the file it names. */
    private static byte[] pem(String ca, Path directory) {
        if (ca.contains(PEM)) {
            return ca.getBytes(StandardCharsets.US_ASCII);
        }
        try {
            Path path = Path.of(ca);
            return Files.readAllBytes(directory == null ? path : directory.resolve(path));
        } catch (IOException | InvalidPathException e) {
            throw new TrawlException(FailureKind.INVALID, KEY + ": '" + ca + "' cannot be read", e);
        }
    }
}

package io.trawl.source.postgresql;

import io.trawl.core.model.FailureKind;
import io.trawl.core.model.TrawlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Properties;
import org.postgresql.PGProperty;

/** How a session is encrypted and whom it trusts. */
final class Tls {

    private Tls() {}

    /**
     * Adds the mode and, where Trawl has certificates or the public authorities to trust, the socket factory that knows
     * them.
     *
     * @param directory where relative paths start
     * @throws TrawlException if a file cannot be read
     */
    static void configure(Properties properties, PostgresConnection connection, Path directory) {
        PostgresConnection.SslConfig config = connection.sslConfig();
        String mode = connection.sslMode();
        if (mode == null) {
            mode = config != null && config.caCertificate() != null ? "verify-full" : "prefer";
        }
        PGProperty.SSL_MODE.set(properties, mode);
        boolean verifies = mode.startsWith("verify-");
        if (config != null) {
            put(properties, PemSocketFactory.CA, pem("caCertificate", config.caCertificate(), directory));
            put(properties, PemSocketFactory.CERTIFICATE, pem("sslCertificate", config.sslCertificate(), directory));
            String key = config.sslKey() == null ? null : config.sslKey().reveal();
            put(properties, PemSocketFactory.KEY, pem("sslKey", key, directory));
        }
        boolean hasCertificates =
                properties.containsKey(PemSocketFactory.CA) || properties.containsKey(PemSocketFactory.CERTIFICATE);
        if (hasCertificates || verifies && !ConnectionProperties.namesRootCertificate(connection)) {
            properties.setProperty(PemSocketFactory.VERIFIES, String.valueOf(verifies));
            PGProperty.SSL_FACTORY.set(properties, PemSocketFactory.class.getName());
        }
    }

    private static void put(Properties properties, String name, String value) {
        if (value != null) {
            properties.setProperty(name, value);
        }
    }

    private static String pem(String key, String pathOrText, Path directory) {
        if (pathOrText == null || pathOrText.strip().startsWith("-----BEGIN ")) {
            return pathOrText;
        }
        try {
            return Files.readString(directory.resolve(pathOrText.strip()));
        } catch (IOException | InvalidPathException e) {
            // The value is not quoted: it might be a key that lost its first line.
            throw new TrawlException(
                    FailureKind.INVALID,
                    "source.serviceConnection.config.sslConfig." + key
                            + ": is neither PEM text nor a text file that can be read",
                    e);
        }
    }
}

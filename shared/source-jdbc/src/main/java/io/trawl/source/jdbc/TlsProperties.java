package io.trawl.source.jdbc;

import io.trawl.core.model.FailureKind;
import io.trawl.core.model.TrawlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Properties;

/** Tells a driver of pgJDBC's family, through a session's properties, how it is encrypted and whom it trusts. */
public final class TlsProperties {

    /** libpq's words for it, in the order of how much they ask for. */
    public static final List<String> MODES =
            List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    /** pgJDBC's name, which its descendants kept. */
    private static final String FACTORY = "sslfactory";

    private static final String PATH = "source.serviceConnection.config.";

    private TlsProperties() {}

    /**
     * Checks a mode.
     *
     * @param mode null for the source's default
     * @throws IllegalArgumentException if it is none of {@link #MODES}
     */
    public static void check(String mode) {
        if (mode != null && !MODES.contains(mode)) {
            throw new IllegalArgumentException("sslMode: '" + mode + "' is not one of " + MODES);
        }
    }

    /**
     * Adds the certificates.
     *
     * @param config null for none
     * @param directory where relative paths start
     * @return whether there are any
     * @throws TrawlException if a file cannot be read
     */
    public static boolean putCertificates(Properties properties, SslConfig config, Path directory) {
        if (config == null) {
            return false;
        }
        put(properties, PemSocketFactory.CA, pem("caCertificate", config.caCertificate(), directory));
        put(properties, PemSocketFactory.CERTIFICATE, pem("sslCertificate", config.sslCertificate(), directory));
        String key = config.sslKey() == null ? null : config.sslKey().reveal();
        put(properties, PemSocketFactory.KEY, pem("sslKey", key, directory));
        return config.caCertificate() != null || config.sslCertificate() != null;
    }

    /**
     * Has sessions encrypted by {@link PemSocketFactory}, with the certificates that were put before.
     *
     * @param mode decides what is verified; require does as libpq's: the authority, if one is given
     * @throws TrawlException if a certificate or key is none
     */
    public static void useCertificates(Properties properties, String mode) {
        properties.setProperty(PemSocketFactory.VERIFIES, String.valueOf(mode.startsWith("verify-")));
        properties.setProperty(PemSocketFactory.VERIFIES_HOST, String.valueOf(mode.equals("verify-full")));
        properties.setProperty(FACTORY, PemSocketFactory.class.getName());
        try {
            new PemSocketFactory(properties);
        } catch (GeneralSecurityException | IOException e) {
            throw new TrawlException(FailureKind.INVALID, PATH + e.getMessage(), e);
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
                    PATH + "sslConfig." + key + ": is neither PEM text nor a text file that can be read",
                    e);
        }
    }
}

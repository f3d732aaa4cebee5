package io.trawl.source.postgresqlfamily;

import static io.trawl.api.util.OneLine.quoted;

import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.Secret;
import io.trawl.http.PemText;
import io.trawl.source.jdbc.SslConfig;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The TLS settings of a session as properties of a driver of pgJDBC's family: encryption and trusted authorities. */
public final class TlsProperties {

    /** libpq's words for it, in the order of how much they ask for. */
    public static final List<String> MODES =
            List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    /** pgJDBC's name, which its descendants kept. */
    private static final String FACTORY = "sslfactory";

    private static final String PATH = "source.serviceConnection.config.sslConfig.";

    private TlsProperties() {}

    /**
     * Checks a mode.
     *
     * @param key where it stands
     * @param mode null for the source's default
     * @throws IllegalArgumentException if it is none of {@link #MODES}
     */
    static void check(String key, @Nullable String mode) {
        if (mode != null && !MODES.contains(mode)) {
            throw new IllegalArgumentException(key + ": " + quoted(mode) + " is not one of " + MODES);
        }
    }

    /**
     * Adds the certificates.
     *
     * @param config null for none
     * @param passphrase of its key, if that is encrypted; null for none
     * @param directory where relative paths start
     * @return whether there are any
     * @throws ConfigException if a file cannot be read, or holds no certificate or key
     */
    public static boolean putCertificates(
            Properties properties, @Nullable SslConfig config, @Nullable Secret passphrase, Path directory) {
        if (config == null) {
            return false;
        }
        putCertificate(properties, PemSocketFactory.CA, "caCertificate", config.caCertificate(), directory);
        putCertificate(properties, PemSocketFactory.CERTIFICATE, "sslCertificate", config.sslCertificate(), directory);
        if (config.sslKey() != null) {
            PemText key = new PemText(PATH + "sslKey", config.sslKey().reveal(), directory);
            properties.setProperty(PemSocketFactory.KEY, pem(key.privateKey(passphrase)));
        }
        return config.caCertificate() != null || config.sslCertificate() != null;
    }

    /**
     * Has sessions encrypted by {@link PemSocketFactory}, with the certificates that were put before.
     *
     * @param mode decides what is verified; require does as libpq's: the authority, if one is given
     */
    public static void useCertificates(Properties properties, String mode) {
        properties.setProperty(PemSocketFactory.VERIFIES, String.valueOf(mode.startsWith("verify-")));
        properties.setProperty(PemSocketFactory.VERIFIES_HOST, String.valueOf(mode.equals("verify-full")));
        properties.setProperty(FACTORY, PemSocketFactory.class.getName());
    }

    private static void putCertificate(
            Properties properties, String name, String key, String pathOrText, Path directory) {
        if (pathOrText != null) {
            PemText pem = new PemText(PATH + key, pathOrText, directory);
            pem.certificates(); // the name of a file that holds none is known here only
            properties.setProperty(name, pem.text());
        }
    }

    /** As {@link PemSocketFactory} takes it, whatever form it had. */
    private static String pem(PrivateKey key) {
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }
}

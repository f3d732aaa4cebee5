package io.trawl.source.postgresqlfamily;

import static io.trawl.api.util.OneLine.quoted;

import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.Secret;
import io.trawl.http.PemText;
import io.trawl.http.Trust;
import io.trawl.source.jdbc.SslConfig;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Collection;
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
     * @throws ConfigException if a file cannot be read or holds no certificate or key, or if the client's certificates are no chain
     */
    public static boolean putCertificates(
            Properties properties, @Nullable SslConfig config, @Nullable Secret passphrase, Path directory) {
        if (config == null) {
            return false;
        }
        if (config.caCertificate() != null) {
            PemText authority = new PemText(PATH + "caCertificate", config.caCertificate(), directory);
            authority.certificates(); // the name of a file that holds none is known here only
            properties.setProperty(PemSocketFactory.CA, authority.text());
        }
        if (config.sslCertificate() != null) {
            PemText own = new PemText(PATH + "sslCertificate", config.sslCertificate(), directory);
            PemText text = new PemText(PATH + "sslKey", config.sslKey().reveal(), directory);
            PrivateKey key = text.privateKey(passphrase, LibpqTls.PASSPHRASE);
            checkChain(key, own.certificates());
            properties.setProperty(PemSocketFactory.CERTIFICATE, own.text());
            properties.setProperty(PemSocketFactory.KEY, pem(key));
        }
        return config.caCertificate() != null || config.sslCertificate() != null;
    }

    /** A driver would meet that at each connection, and say less. */
    private static void checkChain(PrivateKey key, Collection<? extends Certificate> certificates) {
        try {
            Trust.keyManagers(key, certificates);
        } catch (GeneralSecurityException e) {
            throw new ConfigException(PATH + "sslCertificate: its " + certificates.size()
                    + " certificates are no chain: the client's own comes first, and each is signed by the next");
        }
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

    /** As {@link PemSocketFactory} takes it, whatever form it had. */
    private static String pem(PrivateKey key) {
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }
}

package io.trawl.knative;

import io.trawl.core.config.ConfigException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Who may have signed a broker's certificate: the JVM's authorities, and those of {@code K_CA_CERTS}. */
final class Authorities {

    private Authorities() {}

    static void check(String pem) {
        context(pem);
    }

    /** The context for these, or null for the JDK's own. */
    static SSLContext context(String pem) {
        if (pem == null || pem.isBlank()) {
            return null;
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(store(certificates(pem))), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new ConfigException(BrokerBinding.AUTHORITIES + ": holds no certificate that can be read", e);
        }
    }

    private static Collection<? extends Certificate> certificates(String pem) throws CertificateException {
        Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
        if (certificates.isEmpty()) {
            throw new CertificateException("empty");
        }
        return certificates;
    }

    private static KeyStore store(Collection<? extends Certificate> own) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (TrustManager manager : managers(null)) {
            if (manager instanceof X509TrustManager known) {
                for (X509Certificate authority : known.getAcceptedIssuers()) {
                    store.setCertificateEntry("public-" + number++, authority);
                }
            }
        }
        for (Certificate certificate : own) {
            store.setCertificateEntry("own-" + number++, certificate);
        }
        return store;
    }

    private static TrustManager[] managers(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}

package io.trawl.sink.openmetadata;

import io.trawl.core.config.ServerConfig;
import io.trawl.core.config.ServerConfig.VerifySsl;
import io.trawl.core.model.FailureKind;
import io.trawl.core.model.TrawlException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/** Whose certificates are trusted, for one client and not for the whole process. */
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
        try {
            if (server.verifySsl() == VerifySsl.IGNORE) {
                return context(new TrustManager[] {new TrustAnything()});
            }
            String ca = server.caCertificate();
            return ca == null || ca.isBlank() ? null : context(withAuthority(certificates(ca, directory)));
        } catch (GeneralSecurityException e) {
            throw new TrawlException(FailureKind.INVALID, KEY + ": holds no certificate that can be read", e);
        } catch (IOException e) {
            throw new TrawlException(FailureKind.INVALID, KEY + ": cannot be read", e);
        }
    }

    private static SSLContext context(TrustManager[] managers) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers, null);
        return context;
    }

    private static Collection<? extends Certificate> certificates(String ca, Path directory)
            throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        byte[] text;
        if (ca.contains(PEM)) {
            text = ca.getBytes(StandardCharsets.US_ASCII);
        } else {
            try {
                Path path = Path.of(ca);
                text = Files.readAllBytes(directory == null ? path : directory.resolve(path));
            } catch (IOException | InvalidPathException e) {
                throw new TrawlException(FailureKind.INVALID, KEY + ": '" + ca + "' cannot be read", e);
            }
        }
        Collection<? extends Certificate> certificates = factory.generateCertificates(new ByteArrayInputStream(text));
        if (certificates.isEmpty()) {
            throw new CertificateException("empty");
        }
        return certificates;
    }

    /** The JDK's authorities and these. */
    private static TrustManager[] withAuthority(Collection<? extends Certificate> own)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (TrustManager manager : managers(null)) {
            if (manager instanceof X509TrustManager x509) {
                for (X509Certificate authority : x509.getAcceptedIssuers()) {
                    store.setCertificateEntry("public-" + number++, authority);
                }
            }
        }
        for (Certificate certificate : own) {
            store.setCertificateEntry("own-" + number++, certificate);
        }
        return managers(store);
    }

    private static TrustManager[] managers(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /**
     * Any certificate and any host name. It must be the extended class: only then does the JDK leave the host name to it.
     */
    private static final class TrustAnything extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

package io.trawl.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Decides which certificates one client trusts, without changing what the whole process trusts. */
public final class Trust {

    private static final char[] NO_PASSWORD = new char[0];

    private Trust() {}

    /** For a server whose certificate shall not be verified, nor its host name. */
    public static SSLContext anything() {
        try {
            return context(null, unverified());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has TLS", e);
        }
    }

    /** A manager that trusts any certificate and any host name: the connection is encrypted, and the server unknown. */
    public static TrustManager unverified() {
        return new TrustAnything();
    }

    /**
     * The certificates in a PEM text, each between its BEGIN and END line.
     *
     * @throws CertificateException if there is none, or one cannot be read
     */
    public static Collection<? extends Certificate> certificates(String pem) throws CertificateException {
        Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
        if (certificates.isEmpty()) {
            throw new CertificateException("empty");
        }
        return certificates;
    }

    /**
     * For a server whose certificate is signed by one of these authorities, or by one the JDK knows.
     *
     * @param own their certificates
     */
    public static SSLContext authorities(Collection<? extends Certificate> own) {
        try {
            List<Certificate> all = new ArrayList<>(own);
            for (TrustManager manager : managers(null)) {
                if (manager instanceof X509TrustManager x509) {
                    all.addAll(List.of(x509.getAcceptedIssuers()));
                }
            }
            return context(null, trustManagers(all));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has TLS", e);
        }
    }

    /**
     * Managers that trust these authorities, and a server's certificate only while it is valid, even if it is itself among them.
     *
     * @param authorities null for those the JDK knows
     */
    public static TrustManager[] trustManagers(@Nullable Collection<? extends Certificate> authorities)
            throws GeneralSecurityException {
        KeyStore store = authorities == null ? null : emptyStore();
        int number = 0;
        for (Certificate certificate : authorities == null ? List.<Certificate>of() : authorities) {
            store.setCertificateEntry("authority-" + number++, certificate);
        }
        return ValidityCheck.around(managers(store));
    }

    /** Managers that log a client in with its own certificate, the first of the chain. */
    public static KeyManager[] keyManagers(PrivateKey key, Collection<? extends Certificate> chain)
            throws GeneralSecurityException {
        KeyStore store = emptyStore();
        store.setKeyEntry("client", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    /**
     * A context of these managers.
     *
     * @param own null for a client without a certificate
     */
    public static SSLContext context(KeyManager[] own, TrustManager... trusted) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own, trusted, null);
        return context;
    }

    /**
     * Why a server was not trusted: the first such exception among a failure and its causes. Empty if a handshake failed for
     * another reason, as one does if the connection breaks.
     */
    public static Optional<GeneralSecurityException> refusal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof GeneralSecurityException refusal) {
                return Optional.of(refusal);
            }
        }
        return Optional.empty();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing is read
        }
        return store;
    }

    /**
     * @param store null: the JDK's
     */
    private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
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

package io.trawl.source.postgresqlfamily;

import io.trawl.http.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.util.Collection;
import java.util.Properties;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * TLS with certificates held in memory as PEM text, so that none has to be written to a file. pgJDBC and its descendants
 * make it by name, from a session's properties, which {@link TlsProperties} writes.
 */
public final class PemSocketFactory extends SSLSocketFactory {

    static final String CA = "trawl.caCertificate";
    static final String CERTIFICATE = "trawl.sslCertificate";
    static final String KEY = "trawl.sslKey";
    static final String VERIFIES = "trawl.verifies";
    static final String VERIFIES_HOST = "trawl.verifiesHost";

    private static final char[] NO_PASSWORD = new char[0];

    private final SSLSocketFactory factory;
    private final boolean verifiesHost;

    /**
     * @param properties of the session, with the PEM texts
     * @throws GeneralSecurityException if a text is no certificate or key
     */
    public PemSocketFactory(Properties properties) throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers(properties), trustManagers(properties), null);
        factory = context.getSocketFactory();
        verifiesHost = Boolean.parseBoolean(properties.getProperty(VERIFIES_HOST));
    }

    /** The drivers verify the name too, but a failure of theirs cannot be distinguished from a broken connection. */
    private Socket verifying(Socket socket) {
        if (verifiesHost && socket instanceof SSLSocket encrypted) {
            SSLParameters parameters = encrypted.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            encrypted.setSSLParameters(parameters);
        }
        return socket;
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        return verifying(factory.createSocket(socket, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return verifying(factory.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return verifying(factory.createSocket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return verifying(factory.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return verifying(factory.createSocket(host, port, localHost, localPort));
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return factory.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return factory.getSupportedCipherSuites();
    }

    /** Those of the given authority; without one the public authorities, or no check if the mode does not verify. */
    private static TrustManager[] trustManagers(Properties properties) throws GeneralSecurityException, IOException {
        String ca = properties.getProperty(CA);
        if (ca == null && !Boolean.parseBoolean(properties.getProperty(VERIFIES))) {
            return new TrustManager[] {Trust.unverified()}; // what libpq does with prefer and require
        }
        KeyStore authorities = null;
        if (ca != null) {
            authorities = emptyStore();
            int number = 0;
            for (Certificate certificate : certificates("caCertificate", ca)) {
                authorities.setCertificateEntry("ca" + number++, certificate);
            }
        }
        return Trust.trustManagers(authorities);
    }

    private static KeyManager[] keyManagers(Properties properties) throws GeneralSecurityException, IOException {
        String certificate = properties.getProperty(CERTIFICATE);
        if (certificate == null) {
            return null;
        }
        KeyStore own = emptyStore();
        own.setKeyEntry(
                "client",
                PemKey.parse(properties.getProperty(KEY)),
                NO_PASSWORD,
                certificates("sslCertificate", certificate).toArray(Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, NO_PASSWORD);
        return keys.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(String key, String pem)
            throws GeneralSecurityException {
        try {
            return Trust.certificates(pem);
        } catch (CertificateException e) {
            throw new GeneralSecurityException(key + ": holds no certificate that can be read", e);
        }
    }
}

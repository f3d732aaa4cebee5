package io.trawl.source.postgresqlfamily;

import io.trawl.http.PemText;
import io.trawl.http.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Properties;
import javax.net.ssl.KeyManager;
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

    private final SSLSocketFactory factory;
    private final boolean verifiesHost;

    /**
     * @param properties of the session, with the PEM texts; the key's is PKCS #8 and not encrypted
     * @throws GeneralSecurityException if a text is no certificate
     */
    public PemSocketFactory(Properties properties) throws GeneralSecurityException {
        factory = Trust.context(keyManagers(properties), trustManagers(properties))
                .getSocketFactory();
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
    private static TrustManager[] trustManagers(Properties properties) throws GeneralSecurityException {
        String ca = properties.getProperty(CA);
        if (ca == null && !Boolean.parseBoolean(properties.getProperty(VERIFIES))) {
            return new TrustManager[] {Trust.unverified()}; // what libpq does with prefer and require
        }
        return Trust.trustManagers(ca == null ? null : Trust.certificates(ca));
    }

    private static KeyManager[] keyManagers(Properties properties) throws GeneralSecurityException {
        String certificate = properties.getProperty(CERTIFICATE);
        if (certificate == null) {
            return null;
        }
        PemText key = new PemText("sslKey", properties.getProperty(KEY), null);
        return Trust.keyManagers(key.privateKey(null, LibpqTls.PASSPHRASE), Trust.certificates(certificate));
    }
}

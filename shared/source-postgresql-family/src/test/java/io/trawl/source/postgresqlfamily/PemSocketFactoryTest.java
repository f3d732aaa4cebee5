package io.trawl.source.postgresqlfamily;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.testkit.SelfSigned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.cert.CertificateExpiredException;
import java.util.Properties;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server whose certificate is itself the one that the workflow names. */
class PemSocketFactoryTest {

    @ParameterizedTest
    @ValueSource(strings = {"verify-ca", "verify-full"})
    void aCertificateThatIsNamedIsTrustedUntilItExpires(String mode) throws Exception {
        SelfSigned valid = new SelfSigned("localhost");
        SelfSigned expired = SelfSigned.expired("localhost");
        assertThatCode(() -> shakeHands(valid, mode)).doesNotThrowAnyException();
        assertThatThrownBy(() -> shakeHands(expired, mode)).hasRootCauseInstanceOf(CertificateExpiredException.class);
    }

    private static void shakeHands(SelfSigned certificate, String mode) throws Exception {
        Properties properties = new Properties();
        properties.setProperty(PemSocketFactory.CA, certificate.pem());
        TlsProperties.useCertificates(properties, mode);
        try (ServerSocket server = certificate
                        .serverContext()
                        .getServerSocketFactory()
                        .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SSLSocket client =
                        (SSLSocket) new PemSocketFactory(properties).createSocket("localhost", server.getLocalPort())) {
            Thread answering = new Thread(() -> {
                try (SSLSocket accepted = (SSLSocket) server.accept()) {
                    accepted.startHandshake();
                } catch (IOException refused) {
                    // The client says why.
                }
            });
            answering.start();
            client.startHandshake();
            answering.join();
        }
    }
}

package io.trawl.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs a server is tested with the clients: those of the catalog, the broker and Argo. */
class TrustTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no certificate",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
            })
    void whatHoldsNoCertificate(String pem) {
        assertThatThrownBy(() -> Trust.certificates(pem)).isInstanceOf(CertificateException.class);
    }

    @Test
    void aRefusalIsFoundHoweverDeep() {
        CertificateException refusal = new CertificateException("expired");
        assertThat(Trust.refusal(refusal)).containsSame(refusal);
        assertThat(Trust.refusal(new IOException(new SSLHandshakeException("x").initCause(refusal))))
                .containsSame(refusal);
    }

    @Test
    void aBrokenHandshakeIsNoRefusal() {
        assertThat(Trust.refusal(new SSLHandshakeException("Remote host terminated the handshake")
                        .initCause(new IOException("reset"))))
                .isEmpty();
    }
}

package io.trawl.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpTest {

    @Test
    void redirectsAreNotFollowed() {
        HttpClient client = Http.client(null).build();
        assertThat(client.followRedirects()).isEqualTo(HttpClient.Redirect.NEVER);
        assertThat(client.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(client.connectTimeout()).contains(Http.CONNECT_TIMEOUT);
    }

    @Test
    void trustIsTheClientsOwn() throws NoSuchAlgorithmException {
        SSLContext anything = Trust.anything();
        assertThat(Http.client(anything).build().sslContext()).isSameAs(anything);
        assertThat(Http.client(null).build().sslContext()).isSameAs(SSLContext.getDefault());
    }

    @ParameterizedTest
    @CsvSource({"a b,a%20b", "a+b,a%2Bb", "a/b?c&d=e#f,a%2Fb%3Fc%26d%3De%23f", "ü%,%C3%BC%25", "a.b-c_d,a.b-c_d"})
    void textIsOneSegment(String text, String encoded) {
        assertThat(Http.encode(text)).isEqualTo(encoded);
    }
}

package io.trawl.source.postgresqlfamily;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.workflow.ConfigException;
import io.trawl.testkit.SelfSigned;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class TlsPropertiesTest {

    /** {@code openssl genpkey -algorithm ed25519}, and the same after {@code openssl pkcs8 -topk8}. */
    private static final String PLAIN = "MC4CAQAwBQYDK2VwBCIEIKKJiDRE96OXJE7jzvrN90KPPCESy4UZtVwDquTwtqCn";

    private static final String ENCRYPTED = """
            -----BEGIN ENCRYPTED PRIVATE KEY-----
            MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgqtKLnaVoq0gICCAAw
            DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEFQASalVYSm+Gj9WBzLWE5sEQG/m
            wMM/m5ESVXhUHXYc+TSSPAE2qzXqoirAHcnrjfv38vU7rBJF67sM8flvZVPHGi74
            kin4q4Pi56MYfhwKL0c=
            -----END ENCRYPTED PRIVATE KEY-----
            """;

    private static Properties put(LibpqTls tls) {
        Properties properties = new Properties();
        TlsProperties.putCertificates(properties, tls.certificates(null), tls.passphrase(), null);
        return properties;
    }

    @Test
    void anEncryptedKeyIsDecryptedWithLibpqsPassphrase() throws Exception {
        Map<String, String> options = new HashMap<>();
        options.put("sslcert", new SelfSigned("client").pem());
        options.put("sslkey", ENCRYPTED);
        Properties properties = put(new LibpqTls(options, Map.of("sslpassword", "geheim")));
        assertThat(properties.getProperty(PemSocketFactory.KEY)).contains(PLAIN);
        assertThat(new PemSocketFactory(properties)).isNotNull();

        assertThatThrownBy(() -> put(new LibpqTls(options, Map.of())))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "source.serviceConnection.config.sslConfig.sslKey: is encrypted, and sslpassword, its passphrase,"
                                + " is missing");
    }

    @Test
    void certificatesThatAreNoChainAreRefused() throws Exception {
        Map<String, String> options = new HashMap<>();
        options.put("sslcert", new SelfSigned("client").pem() + new SelfSigned("another").pem());
        options.put("sslkey", ENCRYPTED);
        assertThatThrownBy(() -> put(new LibpqTls(options, Map.of("sslpassword", "geheim"))))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "source.serviceConnection.config.sslConfig.sslCertificate: its 2 certificates are no chain: the"
                                + " client's own comes first, and each is signed by the next");
    }

    @Test
    void aPassphraseWithoutAKeyIsMentioned() {
        assertThat(new LibpqTls(Map.of("sslpassword", "geheim"), Map.of()).warnings(null, null))
                .isEqualTo(List.of("connectionOptions.sslpassword: has no effect here: there is no sslKey"));
    }
}

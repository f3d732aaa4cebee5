package io.trawl.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PemKeyTest {

    /** Of a key of 1024 bits or more: SEQUENCE, version, algorithm and OCTET STRING, before the PKCS #1 key. */
    private static final int PKCS8_HEADER = 26;

    /** {@code openssl genpkey -algorithm ed25519}, version 3.0.19. */
    private static final String PLAIN = "MC4CAQAwBQYDK2VwBCIEIKKJiDRE96OXJE7jzvrN90KPPCESy4UZtVwDquTwtqCn";

    private static final Secret PASSPHRASE = new Secret("geheim");

    private static String pem(String label, byte[] content) {
        return "Bag Attributes\n" + pem(label, Base64.getMimeEncoder().encodeToString(content));
    }

    private static String pem(String label, String base64) {
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    private static PrivateKey read(String text, Secret passphrase) {
        return new PemText("sslKey", text, null).privateKey(passphrase, "sslpassword");
    }

    @ParameterizedTest
    @CsvSource({"RSA, 2048", "RSA, 3072", "EC, 256", "Ed25519, 0"})
    void pkcs8(String algorithm, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (bits > 0) {
            generator.initialize(bits);
        }
        PrivateKey key = generator.generateKeyPair().getPrivate();
        assertThat(read(pem("PRIVATE KEY", key.getEncoded()), null)).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 2048, 3072})
    void pkcs1(int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        PrivateKey key = generator.generateKeyPair().getPrivate();
        byte[] encoded = key.getEncoded();
        byte[] pkcs1 = Arrays.copyOfRange(encoded, PKCS8_HEADER, encoded.length);
        assertThat(read(pem("RSA PRIVATE KEY", pkcs1), null)).isEqualTo(key);
    }

    /** The same key after {@code openssl pkcs8 -topk8}, without more and with {@code -v2 aes-128-cbc}. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgqtKLnaVoq0gICCAAw\n"
                        + "DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEFQASalVYSm+Gj9WBzLWE5sEQG/m\n"
                        + "wMM/m5ESVXhUHXYc+TSSPAE2qzXqoirAHcnrjfv38vU7rBJF67sM8flvZVPHGi74\n"
                        + "kin4q4Pi56MYfhwKL0c=",
                "MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgYeCnCtDYZ0AICCAAw\n"
                        + "DAYIKoZIhvcNAgkFADAdBglghkgBZQMEAQIEEHXLsaj8weTkE4JLFYEPwBgEQEyw\n"
                        + "F3n39cr8a0D5Str7jdtBBKxfAt8o35OCNK+lyFVAT9YhxDljji+sgfG6SpNrnzdq\n"
                        + "YpfF+UTxCORwMYvFtlA="
            })
    void encrypted(String base64) {
        String text = pem("ENCRYPTED PRIVATE KEY", base64);
        assertThat(read(text, PASSPHRASE)).isEqualTo(read(pem("PRIVATE KEY", PLAIN), null));
        assertThatThrownBy(() -> read(text, null))
                .isInstanceOf(ConfigException.class)
                .hasMessage("sslKey: is encrypted, and sslpassword, its passphrase, is missing");
        for (String wrong : new String[] {"falsch", ""}) {
            assertThatThrownBy(() -> read(text, new Secret(wrong)))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith("sslKey: cannot be decrypted: sslpassword is wrong");
        }
        assertThatThrownBy(() -> read(text, new Secret("ümlaut")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("sslKey: cannot be decrypted: sslpassword must consist of ASCII characters");
    }

    @Test
    void encryptedWithWhatJavaDoesNotKnow() {
        String tripleDes = "MIGKME4GCSqGSIb3DQEFDTBBMCkGCSqGSIb3DQEFDDAcBAjoEzeoCJRTuwICCAAw\n"
                + "DAYIKoZIhvcNAgkFADAUBggqhkiG9w0DBwQIh/KcQ0pmrpcEOLUjfVr9YDrAqFSw\n"
                + "FQ0vz5lfTiRVFbZlQBxT9e1pN0Sou3N90QzKUOwussOCICn6HtHaUGwFMI4U";
        assertThatThrownBy(() -> read(pem("ENCRYPTED PRIVATE KEY", tripleDes), PASSPHRASE))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "sslKey: cannot be decrypted: sslpassword is wrong, or the key is not encrypted with AES-128 or"
                                + " AES-256 and PBKDF2, as openssl pkcs8 -topk8 does it");
        String old = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,71A056D73E597B87DD40F3C6A2915444\n\ns3cret";
        assertThatThrownBy(() -> read(pem("RSA PRIVATE KEY", old), PASSPHRASE))
                .isInstanceOf(ConfigException.class)
                .hasMessage("sslKey: is encrypted as openssl did it long ago; openssl pkcs8 -topk8 renews it");
    }

    /** PBES2 without parameters, and with NULL: an OID alone, or with 0500 behind it, and an OCTET STRING. */
    @ParameterizedTest
    @ValueSource(strings = {"3011300b06092a864886f70d01050d04020000", "3013300d06092a864886f70d01050d050004020000"})
    void encryptedWithoutParameters(String der) {
        String text = pem("ENCRYPTED PRIVATE KEY", HexFormat.of().parseHex(der));
        assertThatThrownBy(() -> read(text, PASSPHRASE))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("sslKey: cannot be decrypted: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3cret",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\ns3cret\n-----END ENCRYPTED PRIVATE KEY-----",
                "-----BEGIN EC PRIVATE KEY-----\ns3cret\n-----END EC PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\ns3cret",
                "-----BEGIN PRIVATE KEY-----\ns3cret\n-----END PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\ns3cret\n-----END RSA PRIVATE KEY-----",
            })
    void whatIsNoKey(String text) {
        for (Secret passphrase : new Secret[] {null, PASSPHRASE}) {
            assertThatThrownBy(() -> PemKey.parse(text, passphrase, "sslpassword"))
                    .isInstanceOf(GeneralSecurityException.class)
                    .hasMessageNotContaining("s3cret")
                    .hasNoCause();
            assertThatThrownBy(() -> read(text, passphrase))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith("sslKey: ")
                    .hasMessageNotContaining("s3cret")
                    .hasNoCause();
        }
    }
}

package io.trawl.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A key and a certificate it signs itself, for a server at {@code localhost}. The JDK can read certificates but not make
 * them, so the few DER structures of RFC 5280 are written here.
 */
public final class SelfSigned {

    private static final byte[] ECDSA_SHA256 =
            der(0x30, new byte[] {6, 8, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 4, 3, 2});
    private static final byte[] COMMON_NAME = {6, 3, 0x55, 4, 3};
    private static final byte[] SUBJECT_ALT_NAME = {6, 3, 0x55, 0x1d, 0x11};

    private final KeyPair keys;
    private final Certificate certificate;

    /**
     * @param host the only host name it is valid for
     */
    public SelfSigned(String host) throws GeneralSecurityException {
        this(host, Instant.now().plus(Duration.ofDays(1)));
    }

    /** One whose validity ended an hour ago. */
    public static SelfSigned expired(String host) throws GeneralSecurityException {
        return new SelfSigned(host, Instant.now().minus(Duration.ofHours(1)));
    }

    private SelfSigned(String host, Instant end) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        keys = generator.generateKeyPair();
        byte[] content = content(host, end);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(content);
        byte[] encoded = der(0x30, content, ECDSA_SHA256, der(3, new byte[] {0}, signature.sign()));
        certificate = CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    /** The certificate as PEM text: what a client names as its own authority. */
    public String pem() throws GeneralSecurityException {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    /** The key as PEM text, PKCS #8. */
    public String keyPem() {
        return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
    }

    private static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                + "\n-----END " + label + "-----\n";
    }

    /** Writes the certificate into a file. */
    public Path certificateFile(Path file) throws GeneralSecurityException, IOException {
        return Files.writeString(file, pem());
    }

    /** Writes the key into a file that only its owner may read: servers refuse others. */
    public Path keyFile(Path file) throws IOException {
        Files.writeString(file, keyPem());
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** What a server shows the certificate with. */
    public SSLContext serverContext() throws GeneralSecurityException, IOException {
        char[] password = new char[0];
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", keys.getPrivate(), password, new Certificate[] {certificate});
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private byte[] content(String host, Instant end) {
        byte[] name = der(0x30, der(0x31, der(0x30, COMMON_NAME, der(0x0c, host.getBytes(StandardCharsets.UTF_8)))));
        byte[] alternative = der(0x30, der(0x82, host.getBytes(StandardCharsets.US_ASCII)));
        byte[] extensions = der(0xa3, der(0x30, der(0x30, SUBJECT_ALT_NAME, der(4, alternative))));
        Instant now = Instant.now();
        byte[] validity = der(0x30, time(end.minus(Duration.ofDays(2))), time(end));
        return der(
                0x30,
                der(0xa0, der(2, new byte[] {2})),
                der(2, BigInteger.valueOf(now.toEpochMilli()).toByteArray()),
                ECDSA_SHA256,
                name,
                validity,
                name,
                keys.getPublic().getEncoded(),
                extensions);
    }

    private static byte[] time(Instant instant) {
        String text = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(instant);
        return der(0x18, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Tag, length and content. */
    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        byte[] length = BigInteger.valueOf(content.size()).toByteArray();
        int zero = length.length > 1 && length[0] == 0 ? 1 : 0; // the sign, which DER has not
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        encoded.write(tag);
        if (content.size() >= 0x80) {
            encoded.write(0x80 | length.length - zero);
        }
        encoded.write(length, zero, length.length - zero);
        encoded.writeBytes(content.toByteArray());
        return encoded.toByteArray();
    }
}

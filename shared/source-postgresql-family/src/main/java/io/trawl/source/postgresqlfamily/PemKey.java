package io.trawl.source.postgresqlfamily;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client's private key, as {@code openssl} writes it: PKCS #8, or RSA's older PKCS #1, which Java cannot read and which is
 * the innermost part of the other (RFC 5208 and RFC 8017, appendix A).
 */
final class PemKey {

    private static final Pattern PEM = Pattern.compile(
            "-----BEGIN (RSA )?PRIVATE KEY-----(.*?)-----END (?:RSA )?PRIVATE KEY-----", Pattern.DOTALL);

    /** Version 0, and an AlgorithmIdentifier: rsaEncryption without parameters. */
    private static final byte[] RSA = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;

    private PemKey() {}

    /**
     * The key.
     *
     * @throws GeneralSecurityException if the text is none; the message starts with {@code sslKey} and quotes nothing of it
     */
    static PrivateKey parse(String text) throws GeneralSecurityException {
        Matcher pem = PEM.matcher(text);
        if (!pem.find()) {
            throw new GeneralSecurityException("sslKey: holds no private key without a passphrase"
                    + " (-----BEGIN PRIVATE KEY----- or -----BEGIN RSA PRIVATE KEY-----)");
        }
        byte[] encoded;
        try {
            encoded = Base64.getMimeDecoder().decode(pem.group(2));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("sslKey: is not base64 text"); // the cause quotes some of it
        }
        PKCS8EncodedKeySpec key = new PKCS8EncodedKeySpec(pem.group(1) == null ? encoded : wrapped(encoded));
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(key);
            } catch (InvalidKeySpecException e) {
                continue;
            }
        }
        throw new GeneralSecurityException("sslKey: is no RSA, EC or EdDSA key");
    }

    /** A PKCS #1 key as PKCS #8. */
    private static byte[] wrapped(byte[] pkcs1) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(RSA);
        content.writeBytes(der(OCTET_STRING, pkcs1));
        return der(SEQUENCE, content.toByteArray());
    }

    /** A DER element of at least 128 bytes, as a key is: its length, and before that how many bytes the length takes. */
    private static byte[] der(int tag, byte[] content) {
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        byte[] length = BigInteger.valueOf(content.length).toByteArray();
        int zero = length[0] == 0 ? 1 : 0; // the sign, which DER has not
        element.write(tag);
        element.write(0x80 | length.length - zero);
        element.write(length, zero, length.length - zero);
        element.writeBytes(content);
        return element.toByteArray();
    }
}

package io.trawl.http;

import io.trawl.api.workflow.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A private key, as {@code openssl} writes it: PKCS #8, the same encrypted, or RSA's older PKCS #1, which Java cannot read and
 * which is the innermost part of the first (RFC 5958 and RFC 8017, appendix A).
 */
final class PemKey {

    private static final Pattern PEM = Pattern.compile(
            "-----BEGIN (RSA |ENCRYPTED |)PRIVATE KEY-----(.*?)-----END \\1PRIVATE KEY-----", Pattern.DOTALL);

    /** Version 0, and an AlgorithmIdentifier: rsaEncryption, whose parameters are NULL. */
    private static final byte[] RSA = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;

    private PemKey() {}

    /**
     * The key.
     *
     * @param passphrase of an encrypted key; null for none
     * @param passphraseKey name of the passphrase, for messages
     * @throws GeneralSecurityException if the text is no key, or if the passphrase is not the key's; the message quotes nothing of it
     */
    static PrivateKey parse(String text, @Nullable Secret passphrase, String passphraseKey)
            throws GeneralSecurityException {
        Matcher pem = PEM.matcher(text);
        if (!pem.find()) {
            throw new GeneralSecurityException("holds no private key (-----BEGIN PRIVATE KEY-----,"
                    + " -----BEGIN ENCRYPTED PRIVATE KEY----- or -----BEGIN RSA PRIVATE KEY-----)");
        }
        if (pem.group(2).contains("Proc-Type:")) { // encrypted with a key that is one MD5 of the passphrase
            throw new GeneralSecurityException(
                    "is encrypted as openssl did it long ago; openssl pkcs8 -topk8 renews it");
        }
        byte[] encoded;
        try {
            encoded = Base64.getMimeDecoder().decode(pem.group(2));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("is not base64 text"); // the cause quotes some of it
        }
        PKCS8EncodedKeySpec key =
                switch (pem.group(1)) {
                    case "RSA " -> new PKCS8EncodedKeySpec(wrapped(encoded));
                    case "" -> new PKCS8EncodedKeySpec(encoded);
                    default -> decrypted(encoded, passphrase, passphraseKey);
                };
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(key);
            } catch (InvalidKeySpecException e) {
                continue;
            }
        }
        throw new GeneralSecurityException("is no RSA, EC or EdDSA key");
    }

    private static PKCS8EncodedKeySpec decrypted(byte[] encoded, Secret passphrase, String passphraseKey)
            throws GeneralSecurityException {
        if (passphrase == null) {
            throw new GeneralSecurityException("is encrypted, and " + passphraseKey + ", its passphrase, is missing");
        }
        if (!passphrase.reveal().chars().allMatch(c -> c >= ' ' && c <= '~')) { // Java 17 takes no others, Java 25 does
            throw new GeneralSecurityException(
                    "cannot be decrypted: " + passphraseKey + " must consist of ASCII characters");
        }
        try {
            EncryptedPrivateKeyInfo key = new EncryptedPrivateKeyInfo(encoded);
            String algorithm = key.getAlgName();
            if (algorithm.equals("PBES2") && key.getAlgParameters() != null) {
                algorithm = key.getAlgParameters().toString(); // as Java 17 has it
            }
            PBEKeySpec secret = new PBEKeySpec(passphrase.reveal().toCharArray());
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm).generateSecret(secret),
                    key.getAlgParameters());
            return key.getKeySpec(cipher);
        } catch (IOException | GeneralSecurityException e) {
            throw new GeneralSecurityException(
                    "cannot be decrypted: " + passphraseKey + " is wrong, or the key is not encrypted"
                            + " with AES-128 or AES-256 and PBKDF2, as openssl pkcs8 -topk8 does it");
        }
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

package io.trawl.api.util;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The beginning of a SHA-256 in hexadecimal, to recognise what was hashed; no protection of secrets. */
public final class Sha256 {

    private Sha256() {}

    /**
     * @param length how many bytes of the hash, 1 to 32; each becomes two characters
     */
    public static String hex(byte[] content, int length) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, length);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The same for a text in UTF-8. */
    public static String hex(String text, int length) {
        return hex(text.getBytes(StandardCharsets.UTF_8), length);
    }
}

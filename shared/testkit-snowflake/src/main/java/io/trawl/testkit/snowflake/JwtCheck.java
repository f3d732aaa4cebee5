package io.trawl.testkit.snowflake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.testkit.snowflake.sql.SqlException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * The token of a key pair: RS256; iss is {@code ACCOUNT.USER.SHA256:fingerprint}, sub {@code ACCOUNT.USER}; it is good for
 * at most an hour (docs.snowflake.com/en/developer-guide/sql-api/authenticating; the driver's SessionUtilKeyPair makes it).
 * Whatever is wrong with it, the service says 390144.
 */
final class JwtCheck {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JwtCheck() {}

    static void verify(String account, Account.User user, String token, Instant now) {
        if (user == null || user.key() == null || !holds(account, user, token, now)) {
            throw SqlException.ofSession("390144", "JWT token is invalid. [" + UUID.randomUUID() + "]");
        }
    }

    private static boolean holds(String account, Account.User user, String token, Instant now) {
        String[] parts = token.split("\\.");
        if (parts.length != 3) {
            return false;
        }
        try {
            JsonNode header = JSON.readTree(Base64.getUrlDecoder().decode(parts[0]));
            JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
            String subject = account + "." + user.name();
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(user.key());
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            Instant issued = Instant.ofEpochSecond(claims.path("iat").asLong());
            Instant expires = Instant.ofEpochSecond(claims.path("exp").asLong());
            return header.path("alg").asText().equals("RS256")
                    && claims.path("sub").asText().equals(subject)
                    && claims.path("iss").asText().equals(subject + "." + fingerprint(user.key()))
                    && expires.isAfter(now)
                    && !expires.isAfter(issued.plusSeconds(3_600))
                    && signature.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static String fingerprint(PublicKey key) throws GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
        return "SHA256:" + Base64.getEncoder().encodeToString(hash);
    }
}

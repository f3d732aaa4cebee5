package io.trawl.source.snowflake;

import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.Secret;
import io.trawl.http.PemText;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a user logs in: with a password, or with a private key, of which Snowflake knows the public one. */
final class SnowflakeLogin {

    private static final String BY_PASSWORD = "snowflake";
    private static final String BY_KEY = "snowflake_jwt";
    private static final String PASSPHRASE = "snowflakePrivatekeyPassphrase";

    /** Authenticators, and what each needs. */
    private static final Map<String, String> AUTHENTICATORS = Map.of(BY_PASSWORD, "password", BY_KEY, "privateKey");

    private SnowflakeLogin() {}

    /** Whether an authenticator of Snowflake's connectors is one of the two. */
    static boolean knows(String authenticator) {
        return AUTHENTICATORS.containsKey(authenticator.toLowerCase(Locale.ROOT));
    }

    /** The secret; null if it is blank. */
    static @Nullable Secret given(@Nullable Secret secret) {
        return secret == null || secret.reveal().isBlank() ? null : secret;
    }

    /** @throws IllegalArgumentException unless there is exactly one way to log in; the message starts with the key */
    static void check(
            @Nullable Secret password,
            @Nullable Secret privateKey,
            @Nullable Secret passphrase,
            SnowflakeOptions options) {
        if (password == null && privateKey == null) {
            throw new IllegalArgumentException("password: is missing; a password or a privateKey is needed");
        }
        if (password != null && privateKey != null) {
            throw new IllegalArgumentException("privateKey: and password exclude each other");
        }
        if (passphrase != null && privateKey == null) {
            throw new IllegalArgumentException(PASSPHRASE + ": is for a privateKey, which is missing");
        }
        String needed = privateKey == null ? BY_PASSWORD : BY_KEY;
        String wanted = options.text("authenticator", needed).toLowerCase(Locale.ROOT);
        if (!wanted.equals(needed)) {
            throw new IllegalArgumentException(
                    AUTHENTICATORS.get(wanted) + ": is missing; the authenticator '" + wanted + "' needs it");
        }
    }

    /**
     * The private key.
     *
     * @param directory where a relative path starts
     * @throws ConfigException if it cannot be read; the message quotes nothing of it
     */
    static PrivateKey key(SnowflakeConnection connection, Path directory) {
        Secret passphrase = connection.snowflakePrivatekeyPassphrase();
        String text = connection.privateKey().reveal().strip().replace("\\n", "\n");
        if (text.matches("[A-Za-z0-9+/=\\s]{200,}")) { // the base64 text alone
            String label = (passphrase == null ? "" : "ENCRYPTED ") + "PRIVATE KEY-----";
            text = "-----BEGIN " + label + "\n" + text + "\n-----END " + label;
        }
        return new PemText("source.serviceConnection.config.privateKey", text, directory)
                .privateKey(passphrase, PASSPHRASE);
    }
}

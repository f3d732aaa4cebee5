package io.trawl.config;

import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.LedgerConfig;
import io.trawl.api.workflow.Secret;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the environment says about the ledger; it wins over the file.
 *
 * @param url null if it says nothing
 * @param username null if it says nothing
 * @param password null if it says nothing
 */
public record LedgerEnvironment(
        @Nullable String url,
        @Nullable String username,
        @Nullable Secret password) {

    static final String URL = "TRAWL_LEDGER_URL";
    private static final String USERNAME = "TRAWL_LEDGER_USERNAME";
    private static final String PASSWORD = "TRAWL_LEDGER_PASSWORD";

    /** An optional key of a mounted Secret comes as empty text: that is nothing said. */
    static LedgerEnvironment of(Map<String, String> environment) {
        String url = value(environment, URL);
        if (url != null) {
            LedgerUrl.complaint(url, USERNAME, PASSWORD).ifPresent(what -> {
                throw new ConfigException(URL + ": " + what);
            });
        }
        String password = value(environment, PASSWORD);
        return new LedgerEnvironment(url, value(environment, USERNAME), password == null ? null : new Secret(password));
    }

    private static String value(Map<String, String> environment, String name) {
        String value = environment.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /**
     * The ledger that {@code TRAWL_LEDGER_URL}, {@code TRAWL_LEDGER_USERNAME} and {@code TRAWL_LEDGER_PASSWORD} name,
     * otherwise with the defaults; empty without a URL. A variable that is empty counts as not set.
     *
     * @throws ConfigException if the URL is not one
     */
    public static Optional<LedgerConfig> ledger(Map<String, String> environment) {
        return Optional.ofNullable(of(environment).alone());
    }

    /** The ledger where no file names one; null without a URL. */
    @Nullable
    LedgerConfig alone() {
        return url == null
                ? null
                : new LedgerConfig(url, username, password, LedgerConfig.DEFAULT_LEASE, LedgerConfig.DEFAULT_KEEP_RUNS);
    }
}

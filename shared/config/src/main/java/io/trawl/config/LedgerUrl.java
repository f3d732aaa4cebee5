package io.trawl.config;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rules for {@code ledger.url}. A complaint never quotes the URL: one that is wrong may hold a password. */
final class LedgerUrl {

    private static final String PREFIX = "jdbc:postgresql:";
    private static final Pattern LOGIN_BEFORE_HOST = Pattern.compile("^//[^/?]*@");

    private LedgerUrl() {}

    /**
     * What is wrong with a URL; empty if nothing is.
     *
     * @param usernameKey where the user belongs instead
     * @param passwordKey where the password belongs instead
     */
    static Optional<String> complaint(String url, String usernameKey, String passwordKey) {
        if (!url.startsWith(PREFIX)) {
            return Optional.of("must start with " + PREFIX + ", as jdbc:postgresql://host:5432/database does");
        }
        String rest = url.substring(PREFIX.length());
        if (LOGIN_BEFORE_HOST.matcher(rest).find()) {
            return Optional.of("must not hold a user or a password: use " + usernameKey + " and " + passwordKey);
        }
        Map<String, String> misplaced = Map.of(
                "user", "a user: use " + usernameKey,
                "password", "a password: use " + passwordKey,
                "sslpassword", "sslpassword: use a key file without a password");
        int parameters = rest.indexOf('?');
        for (String parameter :
                parameters < 0 ? new String[0] : rest.substring(parameters + 1).split("&")) {
            String complaint = misplaced.get(parameter.split("=", 2)[0].toLowerCase(Locale.ROOT));
            if (complaint != null) {
                return Optional.of("must not hold " + complaint);
            }
        }
        return Optional.empty();
    }
}

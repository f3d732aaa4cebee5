package io.trawl.source.snowflake;

import static io.trawl.api.util.OneLine.quotedAddress;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An account of Snowflake.
 *
 * @param name what a login names: {@code organization-account}, or a locator without its region
 * @param host where Snowflake serves it
 * @see <a href="https://docs.snowflake.com/en/user-guide/admin-account-identifier">Account identifiers</a>
 */
record Account(String name, String host) {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?");

    private static final List<String> DOMAINS = List.of(".snowflakecomputing.com", ".snowflakecomputing.cn");

    /**
     * Reads an identifier, also a locator with its region, the account's host, or its URL.
     *
     * @throws IllegalArgumentException if it is none of these; the message starts with {@code account}
     */
    static Account parse(String text) {
        String given = text.strip();
        String identifier = given.contains("://") ? hostOf(given) : given;
        String domain = identifier.contains(".cn-") ? DOMAINS.get(1) : DOMAINS.get(0);
        for (String each : DOMAINS) {
            if (identifier.regionMatches(true, identifier.length() - each.length(), each, 0, each.length())) {
                domain = each;
                identifier = identifier.substring(0, identifier.length() - each.length());
            }
        }
        if (!IDENTIFIER.matcher(identifier).matches() || identifier.contains("..")) {
            throw wrong(text);
        }
        int dot = identifier.indexOf('.');
        String name = dot < 0 ? identifier : identifier.substring(0, dot);
        return new Account(name, identifier.replace('_', '-').toLowerCase(Locale.ROOT) + domain);
    }

    private static String hostOf(String url) {
        try {
            URI parsed = new URI(url);
            if (parsed.getHost() == null || parsed.getRawUserInfo() != null) {
                throw wrong(url);
            }
            return parsed.getHost();
        } catch (URISyntaxException e) {
            throw wrong(url);
        }
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException("account: " + quotedAddress(text)
                + " is no account of Snowflake, such as organization-account, xy12345.us-east-1 or"
                + " https://organization-account.snowflakecomputing.com");
    }
}

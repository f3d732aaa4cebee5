package io.trawl.testkit.snowflake;

import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who may log in.
 *
 * @param organization its name
 * @param name of the account, in upper case
 * @param locator the older name that CURRENT_ACCOUNT() says
 * @param users by name in upper case
 * @param roles that exist, besides those of users
 * @param parameters of the account, which a session may set otherwise
 * @param unknownAccount the HTTP status for the login of another account
 */
record Account(
        String organization,
        String name,
        String locator,
        Map<String, User> users,
        Set<String> roles,
        Map<String, String> parameters,
        int unknownAccount) {

    /**
     * A user.
     *
     * @param name in upper case
     * @param password or null
     * @param key of the key pair, or null
     * @param roles granted; the first is the default one
     * @param warehouse the default one, or null
     * @param disabled may not log in
     */
    record User(String name, String password, PublicKey key, List<String> roles, String warehouse, boolean disabled) {}
}

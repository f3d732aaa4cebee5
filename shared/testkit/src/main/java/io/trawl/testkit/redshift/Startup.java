package io.trawl.testkit.redshift;

import io.trawl.testkit.EmbeddedDatabase;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client says first: who it is, which database it wants, and its session's parameters.
 *
 * @param parameters by their names as the client wrote them, in its order
 */
record Startup(Map<String, String> parameters) {

    /**
     * Names that Redshift knows and PostgreSQL does not; source: getParametersForStartup in ConnectionFactoryImpl of
     * Amazon's driver, version 2.3.0. They are dropped.
     */
    private static final Set<String> REDSHIFT_ONLY = Set.of(
            "driver_version",
            "os_version",
            "plugin_name",
            "client_protocol_version",
            "driver_discovery_version",
            "idp_type",
            "provider_name",
            "token_type",
            "identity_namespace",
            "idc_client_display_name",
            "_pq_.compression");

    private static final Set<String> CONNECTION = Set.of("user", "database", "options", "replication");
    private static final Pattern OPTION = Pattern.compile("(?:-c\\s*|--)([\\w.-]+)=");

    String user() {
        return parameters.getOrDefault("user", "");
    }

    /** Why Redshift would not go on, before it asks for a password. */
    Optional<Refusal> refusal() {
        if (user().equals(EmbeddedDatabase.USERNAME)) {
            return Optional.of(passwordFailed());
        }
        if (EmbeddedDatabase.DATABASE.equals(parameters.get("database"))) {
            return Optional.of(new Refusal("3D000", "database \"" + EmbeddedDatabase.DATABASE + "\" does not exist"));
        }
        for (String name : parameters.keySet()) {
            if (!REDSHIFT_ONLY.contains(name) && !CONNECTION.contains(name) && !Parameters.known(name)) {
                return Optional.of(Parameters.unknown(name));
            }
        }
        Matcher option = OPTION.matcher(parameters.getOrDefault("options", ""));
        while (option.find()) {
            if (!Parameters.known(option.group(1).replace('-', '_'))) {
                return Optional.of(Parameters.unknown(option.group(1)));
            }
        }
        return Optional.empty();
    }

    private Refusal passwordFailed() {
        return new Refusal("28000", "password authentication failed for user \"" + user() + '"');
    }

    /**
     * The parameters that PostgreSQL understands.
     *
     * @param defaults what the user's sessions have set; the front acts by what is not among PostgreSQL's
     */
    Map<String, String> translated(Map<String, String> defaults) {
        Map<String, String> wanted = new LinkedHashMap<>(parameters);
        wanted.keySet().removeAll(REDSHIFT_ONLY);
        String path = defaults.getOrDefault("search_path", "\"$user\", public");
        wanted.put("search_path", Dialect.searchPath(wanted.getOrDefault("search_path", path)));
        if (defaults.containsKey("statement_timeout")) {
            wanted.putIfAbsent("statement_timeout", defaults.get("statement_timeout"));
        }
        Map<String, String> folded = new LinkedHashMap<>();
        wanted.forEach((name, value) -> folded.put(name.toLowerCase(Locale.ROOT), value));
        return folded;
    }
}

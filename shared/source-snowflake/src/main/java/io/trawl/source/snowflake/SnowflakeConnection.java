package io.trawl.source.snowflake;

import static io.trawl.api.util.Blank.required;
import static io.trawl.api.util.OneLine.quoted;
import static io.trawl.api.workflow.FilterPattern.orExcluding;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.trawl.api.util.Blank;
import io.trawl.api.workflow.FilterPattern;
import io.trawl.api.workflow.Secret;
import io.trawl.api.workflow.SourceConnection;
import io.trawl.source.jdbc.HostPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code source.serviceConnection.config} of type Snowflake; the keys are those of OpenMetadata's snowflakeConnection.json.
 * The ignored ones have no effect: they are about sample data, lineage, usage and policies, or tell OpenMetadata's page
 * what the connector can do.
 *
 * @param type {@code Snowflake} (default)
 * @param scheme read for compatibility: SQLAlchemy's driver, which Trawl does not use
 * @param account required; an identifier, a host or a URL, see {@link Account}
 * @param username required
 * @param password of the user; either this or the private key
 * @param privateKey PKCS #8 as PEM text, as the base64 text in it, or the path of a PEM file
 * @param snowflakePrivatekeyPassphrase of an encrypted private key
 * @param warehouse required; used only for what SHOW commands cannot say
 * @param role default: the user's default role
 * @param database the only database to read, as it is spelled or in upper case; null: all that the filter lets through
 * @param queryTag of every statement; default {@code trawl}
 * @param clientSessionKeepAlive default false; true: an idle session does not expire
 * @param accountUsageSchema where the tags are read; default {@code SNOWFLAKE.ACCOUNT_USAGE}
 * @param snowflakeSourceHost of Snowsight, for links; default {@code app.snowflake.com}
 * @param includeTransientTables default true
 * @param includeStreams default false
 * @param includeStages default false
 * @param includeSemanticViews default false
 * @param databaseFilterPattern default: all but SNOWFLAKE; asked only without {@code database}
 * @param schemaFilterPattern default: all but INFORMATION_SCHEMA
 * @param tableFilterPattern default: all
 * @param storedProcedureFilterPattern default: all
 * @param connectionOptions see {@link SnowflakeOptions}
 * @param connectionArguments the same, and they win
 */
@JsonIgnoreProperties({
    "policyAgentConfig",
    "creditCost",
    "accessHistoryChunkSize",
    "useAccessHistory",
    "sampleDataStorageConfig",
    "supportsMetadataExtraction",
    "supportsIncrementalMetadataExtraction",
    "supportsUsageExtraction",
    "supportsLineageExtraction",
    "supportsDBTExtraction",
    "supportsProfiler",
    "supportsDatabase",
    "supportsQueryComment",
    "supportsSystemProfile",
    "supportsDataDiff"
})
public record SnowflakeConnection(
        String type,
        String scheme,
        String account,
        String username,
        @Nullable Secret password,
        @Nullable Secret privateKey,
        @Nullable Secret snowflakePrivatekeyPassphrase,
        String warehouse,
        @Nullable String role,
        @Nullable String database,
        String queryTag,
        Boolean clientSessionKeepAlive,
        String accountUsageSchema,
        String snowflakeSourceHost,
        Boolean includeTransientTables,
        Boolean includeStreams,
        Boolean includeStages,
        Boolean includeSemanticViews,
        FilterPattern databaseFilterPattern,
        FilterPattern schemaFilterPattern,
        FilterPattern tableFilterPattern,
        FilterPattern storedProcedureFilterPattern,
        Map<String, String> connectionOptions,
        Map<String, Object> connectionArguments)
        implements SourceConnection {

    /** Default of {@code queryTag}. */
    static final String QUERY_TAG = "trawl";

    private static final String TYPE = "Snowflake";
    private static final String SCHEME = "snowflake";

    /** Two identifiers, quoted or not, since they are written into statements. */
    private static final Pattern USAGE_SCHEMA =
            Pattern.compile("NAME\\.NAME".replace("NAME", "([A-Za-z_][\\w$]*|\"([^\"]|\"\")+\")"));

    public SnowflakeConnection {
        type = type == null ? TYPE : type;
        if (!type.equals(TYPE)) {
            throw new IllegalArgumentException("type: " + quoted(type) + " is not " + TYPE);
        }
        if (scheme != null && !scheme.equals(SCHEME)) {
            throw new IllegalArgumentException("scheme: " + quoted(scheme) + " is not " + SCHEME);
        }
        Account.parse(required("account", account));
        required("username", username);
        required("warehouse", warehouse);
        role = Blank.toNull(role);
        database = Blank.toNull(database);
        queryTag = Blank.toNull(queryTag) == null ? QUERY_TAG : queryTag;
        clientSessionKeepAlive = orElse(clientSessionKeepAlive, false);
        accountUsageSchema = usageSchema(Blank.toNull(accountUsageSchema));
        snowflakeSourceHost = sourceHost(Blank.toNull(snowflakeSourceHost));
        includeTransientTables = orElse(includeTransientTables, true);
        includeStreams = orElse(includeStreams, false);
        includeStages = orElse(includeStages, false);
        includeSemanticViews = orElse(includeSemanticViews, false);
        databaseFilterPattern = orExcluding(databaseFilterPattern, "^snowflake$");
        schemaFilterPattern = orExcluding(schemaFilterPattern, "^information_schema$");
        connectionOptions = connectionOptions == null ? Map.of() : Map.copyOf(connectionOptions);
        connectionArguments = connectionArguments == null ? Map.of() : Map.copyOf(connectionArguments);
        password = SnowflakeLogin.given(password);
        privateKey = SnowflakeLogin.given(privateKey);
        snowflakePrivatekeyPassphrase = SnowflakeLogin.given(snowflakePrivatekeyPassphrase);
        SnowflakeLogin.check(
                password,
                privateKey,
                snowflakePrivatekeyPassphrase,
                new SnowflakeOptions(connectionOptions, connectionArguments));
    }

    @Override
    public String server() {
        return "snowflake://" + address();
    }

    /** What the options and arguments say. */
    SnowflakeOptions options() {
        return new SnowflakeOptions(connectionOptions, connectionArguments);
    }

    /** Where Snowflake serves the account, or what stands in for it. */
    HostPort address() {
        SnowflakeOptions options = options();
        return new HostPort(
                options.text("host", Account.parse(account).host()), options.number("port", isEncrypted() ? 443 : 80));
    }

    /** Whether sessions are encrypted: unless the protocol is http. */
    boolean isEncrypted() {
        return !options().text("protocol", "https").equals("http");
    }

    @Override
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        addWarnings(warnings, "connectionOptions", connectionOptions);
        addWarnings(warnings, "connectionArguments", connectionArguments);
        return warnings;
    }

    private static void addWarnings(List<String> warnings, String key, Map<String, ?> given) {
        new TreeMap<>(given)
                .keySet().stream()
                        .filter(SnowflakeOptions::hasNoEffect)
                        .forEach(name -> warnings.add(key + "." + name + ": has no effect here"));
    }

    private static Boolean orElse(Boolean given, boolean other) {
        return given == null ? other : given;
    }

    private static String usageSchema(@Nullable String given) {
        if (given == null) {
            return "SNOWFLAKE.ACCOUNT_USAGE";
        }
        if (!USAGE_SCHEMA.matcher(given).matches()) {
            throw new IllegalArgumentException("accountUsageSchema: " + quoted(given)
                    + " is not DATABASE.SCHEMA; what is not a plain identifier stands in double quotes");
        }
        return given;
    }

    private static String sourceHost(@Nullable String given) {
        if (given == null) {
            return "app.snowflake.com";
        }
        if (!given.matches("[A-Za-z0-9.-]+(:\\d{1,5})?")) {
            throw new IllegalArgumentException(
                    "snowflakeSourceHost: " + quoted(given) + " is no host, such as app.snowflake.com");
        }
        return given;
    }
}

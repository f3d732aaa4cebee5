package io.trawl.source.snowflake;

import io.trawl.source.kit.Kind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Pages of Snowsight about tables and routines, as OpenMetadata's own connector writes their addresses; there is none if Snowflake
 * does not say the names of the organisation and the account. They are asked for once. Safe for use by several threads.
 */
final class SourceUrls {

    private static final Query ACCOUNT = Query.load("account.sql");

    /** Kinds whose page is not {@code table}. */
    private static final Map<Kind, String> PAGES = Map.of(
            Kind.DYNAMIC_TABLE, "dynamic-table",
            Kind.EXTERNAL_TABLE, "external-table",
            Kind.VIEW, "view",
            Kind.SECURE_VIEW, "view",
            Kind.MATERIALIZED_VIEW, "materialized-view",
            Kind.STREAM, "stream",
            Kind.STAGE, "stage",
            Kind.SEMANTIC_VIEW, "semantic-view",
            Kind.PROCEDURE, "procedure",
            Kind.UDF, "user-function");

    private final String host;
    /** Null until it is known; empty if there is none. */
    private volatile @Nullable Optional<String> start;

    /** @param host of Snowsight */
    SourceUrls(String host) {
        this.host = host;
    }

    /** Asks for the account, unless that was done; one thread asks, others wait for its statement. */
    synchronized void ask(Connection session) throws SQLException {
        if (start == null) {
            start = ACCOUNT.list(session, row -> start(row.getString(1), row.getString(2))).stream()
                    .findFirst()
                    .orElse(Optional.empty());
        }
    }

    private Optional<String> start(@Nullable String organization, @Nullable String account) {
        return organization == null || account == null
                ? Optional.empty()
                : Optional.of("https://" + host + "/" + encoded(organization.toLowerCase(Locale.ROOT)) + "/"
                        + encoded(account.toLowerCase(Locale.ROOT)) + "/#/data/databases/");
    }

    /** The page of a table, view, stream, stage or semantic view; null if there is none. */
    @Nullable
    String table(SchemaName schema, Kind kind, String name) {
        return page(schema, kind, encoded(name));
    }

    /**
     * The page of a procedure or function; null if there is none.
     *
     * @param types of its arguments
     */
    @Nullable
    String routine(SchemaName schema, Kind kind, String name, List<String> types) {
        return page(schema, kind, encoded(name) + "(" + encoded(String.join(", ", types)) + ")");
    }

    private @Nullable String page(SchemaName schema, Kind kind, String encodedName) {
        return start.map(url -> url + encoded(schema.database()) + "/schemas/" + encoded(schema.schema()) + "/"
                        + PAGES.getOrDefault(kind, "table") + "/" + encodedName)
                .orElse(null);
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%24", "$");
    }
}

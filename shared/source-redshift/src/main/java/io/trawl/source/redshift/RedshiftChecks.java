package io.trawl.source.redshift;

import io.trawl.api.model.Check;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.source.jdbc.HostPort;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code trawl check} asks a Redshift cluster or workgroup. */
final class RedshiftChecks {

    private static final Sql SESSION = Sql.load("session.sql");
    private static final Sql READ_ONLY = Sql.load("session-readonly.sql");
    private static final Sql SHARED_COUNTS = Sql.load("shared-counts.sql");
    private static final Sql COUNTS = Sql.load("counts.sql");
    private static final Sql EXTERNAL_COUNTS = Sql.load("external-counts.sql");

    /** version() begins with the PostgreSQL that Redshift comes from, and may end with a NUL. */
    private static final Pattern VERSION = Pattern.compile("Redshift ([0-9.]+)");

    private static final Set<String> ON = Set.of("on", "1", "true");

    private final HostPort server;
    private final String database;
    private final DatabaseTypes types;

    RedshiftChecks(HostPort server, String database, DatabaseTypes types) {
        this.server = server;
        this.database = database;
        this.types = types;
    }

    /** A line for the login and one for the session. */
    List<Check> session(Connection session) throws SQLException {
        return SESSION.list(session, row -> session(session, row)).get(0);
    }

    private List<Check> session(Connection session, ResultSet row) throws SQLException {
        Matcher version = VERSION.matcher(row.getString("version"));
        if (!version.find()) {
            return List.of(Check.failed(
                    "source login",
                    FailureKind.INVALID,
                    server + " is no Redshift: its version is '" + row.getString("version") + "'"));
        }
        String login =
                "Redshift " + version.group(1) + " at " + server + "/" + database + " as " + row.getString("role");
        String setup = "statement timeout " + row.getString("statement_timeout") + ", query group "
                + row.getString("query_group");
        return List.of(Check.passed("source login", login), readOnly(session, setup));
    }

    /** What the server says of the session, not what the driver was configured to do. */
    private static Check readOnly(Connection session, String setup) throws SQLException {
        String name = "source session";
        try {
            String setting = String.valueOf(
                    READ_ONLY.list(session, row -> row.getString("readonly")).get(0));
            return ON.contains(setting.toLowerCase(Locale.ROOT))
                    ? Check.passed(
                            name, "read-only, except while the columns of late-binding views are looked up; " + setup)
                    : Check.failed(name, FailureKind.INVALID, "not read-only: readonly is '" + setting + "'; " + setup);
        } catch (SQLException e) {
            SessionState.rethrowIfSessionFailed(e);
            return Check.failed(
                    name,
                    RedshiftFailures.INSTANCE.classify(e),
                    "whether it is read-only the server does not say: " + RedshiftFailures.line(e) + "; " + setup);
        }
    }

    /**
     * Counts, of some schemas of a database.
     *
     * @throws TrawlException if an external schema does not answer
     */
    String contents(Connection session, String name, List<String> schemas) throws SQLException {
        if (schemas.isEmpty()) {
            return "no schemas";
        }
        if (types.isShared(session, name)) {
            return count(session, SHARED_COUNTS, name, schemas)
                    + " tables and views of a datashare, as far as the role may see them";
        }
        List<String> external = RedshiftDialect.externalSchemas(session, schemas);
        Map<String, String> broken = new TreeMap<>();
        long externalTables = externalTables(session, name, external, broken);
        String contents = localContents(session, schemas, externalTables);
        if (!broken.isEmpty()) {
            throw new TrawlException(FailureKind.INVALID, contents + "; " + String.join("; ", broken.values()));
        }
        return contents;
    }

    private static String localContents(Connection session, List<String> schemas, long externalTables)
            throws SQLException {
        return COUNTS.bind("schemas", schemas)
                .list(
                        session,
                        row -> row.getLong("tables") + " tables, " + row.getLong("views") + " views, " + externalTables
                                + " external tables, " + row.getLong("procedures")
                                + " procedures and functions; the role may use " + row.getLong("usable") + " of "
                                + schemas.size() + " schemas")
                .get(0);
    }

    /** Of all schemas together, or of each alone if one of them does not answer. */
    private static long externalTables(
            Connection session, String database, List<String> schemas, Map<String, String> broken) throws SQLException {
        if (schemas.isEmpty()) {
            return 0;
        }
        try {
            return count(session, EXTERNAL_COUNTS, database, schemas);
        } catch (SQLException e) {
            SessionState.rethrowIfSessionFailed(e);
            if (schemas.size() == 1) {
                String schema = schemas.get(0);
                broken.put(
                        schema,
                        RedshiftFailures.ofSchema("external schema " + schema, e)
                                .message());
                return 0;
            }
            long tables = 0;
            for (String schema : schemas) {
                tables += externalTables(session, database, List.of(schema), broken);
            }
            return tables;
        }
    }

    private static long count(Connection session, Sql sql, String database, List<String> schemas) throws SQLException {
        return sql.bind(database)
                .bind("schemas", schemas)
                .list(session, row -> row.getLong("tables"))
                .get(0);
    }
}

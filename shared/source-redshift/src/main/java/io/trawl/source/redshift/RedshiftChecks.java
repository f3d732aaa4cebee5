package io.trawl.source.redshift;

import io.trawl.core.model.FailureKind;
import io.trawl.core.source.Check;
import io.trawl.source.jdbc.HostPort;
import io.trawl.source.jdbc.SelfCheck;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code trawl check} asks a Redshift cluster or workgroup. */
final class RedshiftChecks implements SelfCheck.Statements {

    private static final Sql SESSION = Sql.load("session.sql");
    private static final Sql COUNTS = Sql.load("counts.sql");
    private static final Sql EXTERNAL_COUNTS = Sql.load("external-counts.sql");

    /** version() begins with the PostgreSQL that Redshift comes from, and may end with a NUL. */
    private static final Pattern VERSION = Pattern.compile("Redshift ([0-9.]+)");

    private final HostPort server;
    private final String database;

    RedshiftChecks(HostPort server, String database) {
        this.server = server;
        this.database = database;
    }

    @Override
    public List<Check> session(Connection session) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(SESSION.text());
                ResultSet row = statement.executeQuery()) {
            row.next();
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
            return List.of(
                    Check.passed("source login", login),
                    session.isReadOnly()
                            ? Check.passed("source session", "read-only, " + setup)
                            : Check.failed("source session", FailureKind.INVALID, "not read-only, " + setup));
        }
    }

    @Override
    public String contents(Connection session, List<String> schemas) throws SQLException {
        if (schemas.isEmpty()) {
            return "no schemas";
        }
        long external = externalTables(session, schemas);
        try (PreparedStatement statement = session.prepareStatement(
                COUNTS.withBinds("schemas", schemas.size()).text())) {
            int next = 1;
            for (int list = 0; list < 3; list++) {
                next = Sql.bind(statement, next, schemas);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong("tables") + " tables, " + row.getLong("views") + " views, " + external
                        + " external tables, " + row.getLong("procedures") + " procedures and functions; the role may"
                        + " use " + row.getLong("usable") + " of " + schemas.size() + " schemas";
            }
        }
    }

    private static long externalTables(Connection session, List<String> schemas) throws SQLException {
        List<String> external = ExternalSchemas.among(session, schemas);
        if (external.isEmpty()) {
            return 0;
        }
        try (PreparedStatement statement = session.prepareStatement(
                EXTERNAL_COUNTS.withBinds("schemas", external.size()).text())) {
            statement.setString(1, session.getCatalog());
            Sql.bind(statement, 2, external);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}

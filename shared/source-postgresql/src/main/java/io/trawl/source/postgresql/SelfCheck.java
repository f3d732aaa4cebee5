package io.trawl.source.postgresql;

import io.trawl.core.config.Workflow;
import io.trawl.core.model.FailureKind;
import io.trawl.core.model.Hierarchy;
import io.trawl.core.model.TrawlException;
import io.trawl.core.source.Check;
import io.trawl.source.jdbc.SqlFailures;
import io.trawl.source.jdbc.SqlResource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What {@code trawl check} says about a server: login, session, databases, schemas, and what can be seen in them. */
final class SelfCheck {

    private static final String SESSION = SqlResource.load(SelfCheck.class, "session.sql");
    private static final String COUNTS = SqlResource.load(SelfCheck.class, "counts.sql");

    private final PostgresConnection connection;
    private final Database server;
    private final HierarchyReader hierarchyReader;

    SelfCheck(Workflow.Source source, Database server, HierarchyReader hierarchyReader) {
        this.connection = (PostgresConnection) source.connection();
        this.server = server;
        this.hierarchyReader = hierarchyReader;
    }

    List<Check> run() {
        List<Check> checks = new ArrayList<>();
        try {
            checks.addAll(server.read(connection.database(), this::session));
        } catch (SQLException e) {
            String message = server.messages().about(connection.database(), e);
            checks.add(Check.failed("source login", SqlFailures.kindOf(e), message));
            return checks;
        } catch (TrawlException e) {
            checks.add(Check.failed("source login", e.kind(), e.getMessage()));
            return checks;
        }
        try {
            Hierarchy hierarchy = hierarchyReader.read();
            checks.add(databases(hierarchy));
            hierarchy.databases().forEach(database -> checks.add(contents(database)));
        } catch (TrawlException e) {
            checks.add(Check.failed("source databases", e.kind(), e.getMessage()));
        }
        return checks;
    }

    private List<Check> session(Connection session) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(SESSION);
                ResultSet row = statement.executeQuery()) {
            row.next();
            String login = "PostgreSQL " + row.getString("version") + " at "
                    + server.messages().server() + "/" + connection.database() + " as " + row.getString("role")
                    + (row.getBoolean("encrypted") ? ", encrypted" : ", not encrypted");
            return List.of(
                    Check.passed("source login", login),
                    row.getString("read_only").equals("on")
                            ? Check.passed(
                                    "source session",
                                    "read-only, statement timeout " + row.getString("statement_timeout"))
                            : Check.failed(
                                    "source session",
                                    FailureKind.INVALID,
                                    "start-up options have no effect, so the session is not read-only; connect to the"
                                            + " server itself, not to a pooler that ignores them"));
        }
    }

    private static Check databases(Hierarchy hierarchy) {
        int databases = hierarchy.databases().size();
        long schemas = hierarchy.databases().stream()
                .mapToLong(database -> database.schemas().size())
                .sum();
        return Check.passed(
                "source databases",
                databases + " with " + schemas + " schemas; the filters leave out " + hierarchy.filtered());
    }

    private Check contents(Hierarchy.Database database) {
        String name = "source database " + database.name();
        if (database.failure() != null) {
            return Check.failed(
                    name, database.failure().kind(), database.failure().message());
        }
        try {
            return Check.passed(name, server.read(database.name(), session -> counts(session, database)));
        } catch (SQLException e) {
            return Check.failed(name, SqlFailures.kindOf(e), server.messages().about(database.name(), e));
        } catch (TrawlException e) {
            return Check.failed(name, e.kind(), e.getMessage());
        }
    }

    private static String counts(Connection session, Hierarchy.Database database) throws SQLException {
        Object[] schemas =
                database.schemas().stream().map(Hierarchy.Schema::name).toArray();
        try (PreparedStatement statement = session.prepareStatement(COUNTS)) {
            statement.setArray(1, session.createArrayOf("text", schemas));
            statement.setArray(2, session.createArrayOf("text", schemas));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong("tables") + " tables, " + row.getLong("views") + " views, "
                        + row.getLong("procedures") + " procedures and functions; the role may read the data of "
                        + row.getLong("readable") + " (their metadata needs no grant)";
            }
        }
    }
}

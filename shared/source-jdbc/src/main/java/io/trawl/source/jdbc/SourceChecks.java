package io.trawl.source.jdbc;

import io.trawl.api.model.Check;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.HierarchyFailure;
import io.trawl.api.model.TrawlException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes the checks that {@code trawl check} prints about a server: login, session, databases, schemas, and what can be
 * seen in them.
 */
public final class SourceChecks {

    /** What asks the server about itself. */
    public interface Statements {

        /** One line for the login and further ones for the session. */
        List<Check> session(Connection session) throws SQLException;

        /**
         * What some schemas of a database hold, and what the role may see of it: one line.
         *
         * @param session that the connector opened for the database
         * @throws TrawlException if some of it cannot be looked at, with the line
         */
        String contents(Connection session, String database, List<String> schemas) throws SQLException;
    }

    private final String database;
    private final Databases server;
    private final HierarchyReader hierarchyReader;
    private final Statements statements;

    /** @param database to connect to */
    public SourceChecks(String database, Databases server, HierarchyReader hierarchyReader, Statements statements) {
        this.database = database;
        this.server = server;
        this.hierarchyReader = hierarchyReader;
        this.statements = statements;
    }

    /** At least one line; later checks are left out once one fails that they need. */
    public List<Check> run() {
        List<Check> checks = new ArrayList<>();
        try {
            checks.addAll(server.read(database, statements::session));
        } catch (SQLException e) {
            String message = server.messages().about(database, e);
            checks.add(Check.failed("source login", SqlFailures.kindOf(e), message));
            return checks;
        } catch (TrawlException e) {
            checks.add(Check.failed("source login", e.kind(), e.getMessage()));
            return checks;
        }
        try {
            Hierarchy hierarchy = hierarchyReader.read();
            checks.add(databases(hierarchy));
            hierarchy.failures().forEach(failure -> checks.add(unreadable(failure)));
            hierarchy.databases().forEach(database -> checks.add(contents(database)));
        } catch (TrawlException e) {
            checks.add(Check.failed("source databases", e.kind(), e.getMessage()));
        }
        return checks;
    }

    private static Check databases(Hierarchy hierarchy) {
        int databases = hierarchy.databases().size();
        long schemas = hierarchy.databases().stream()
                .mapToLong(database -> database.schemas().size())
                .sum();
        return Check.passed(
                "source databases",
                databases + " with " + schemas + " schemas; the filters leave out " + hierarchy.filtered()
                        + hierarchy.warnings().stream()
                                .map(warning -> "; " + warning)
                                .collect(Collectors.joining()));
    }

    private static Check unreadable(HierarchyFailure failure) {
        String name = "source " + failure.type().wireName() + " " + failure.fqn();
        return failure.isContainer()
                ? Check.failed(name, failure.kind(), failure.message())
                : Check.passed(name, "warning: is left out: " + failure.message());
    }

    private Check contents(Hierarchy.Database listed) {
        String name = "source database " + listed.name();
        if (listed.failure() != null) {
            return Check.failed(name, listed.failure().kind(), listed.failure().message());
        }
        List<String> schemas =
                listed.schemas().stream().map(Hierarchy.Schema::name).toList();
        try {
            return Check.passed(
                    name, server.read(listed.name(), session -> statements.contents(session, listed.name(), schemas)));
        } catch (SQLException e) {
            return Check.failed(name, SqlFailures.kindOf(e), server.messages().about(listed.name(), e));
        } catch (TrawlException e) {
            return Check.failed(name, e.kind(), e.getMessage());
        }
    }
}

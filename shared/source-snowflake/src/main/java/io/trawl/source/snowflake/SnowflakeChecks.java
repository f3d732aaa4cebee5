package io.trawl.source.snowflake;

import static io.trawl.api.util.OneLine.quoted;

import io.trawl.api.model.Check;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.api.workflow.Workflow;
import io.trawl.source.jdbc.DriverMessages;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code trawl check} asks Snowflake. */
final class SnowflakeChecks {

    private static final Query SESSION = Query.load("account.sql");

    /** Schemas that are looked into: each costs two statements. */
    private static final int MOST_SCHEMAS = 20;

    private final SnowflakeConnection connection;
    private final DatabaseMetadata metadata;
    private final DriverMessages messages;

    SnowflakeChecks(Workflow.Source source, DriverMessages messages) {
        this.connection = (SnowflakeConnection) source.connection();
        this.metadata = source.metadata();
        this.messages = messages;
    }

    /** A line for the login and one for the warehouse. */
    List<Check> session(Connection session) throws SQLException {
        return SESSION.list(session, this::session).get(0);
    }

    private List<Check> session(ResultSet row) throws SQLException {
        String login = "Snowflake " + row.getString(5) + " at " + messages.server() + ", account " + row.getString(1)
                + "-" + row.getString(2) + ", as " + connection.username() + " with role " + row.getString(3)
                + ", query tag " + connection.queryTag();
        return List.of(Check.passed("source login", login), warehouse(row.getString(4), row.getString(3)));
    }

    /** What a plan says. */
    String cost() {
        return "Warehouse " + connection.warehouse() + ": " + needed();
    }

    private String needed() {
        List<String> uses = uses();
        return uses.isEmpty()
                ? "not needed by this workflow, except for a schema with more than 10,000 columns or keys"
                : "needed for " + String.join(" and ", uses)
                        + ", and for a schema with more than 10,000 columns or keys";
    }

    /** What a warehouse is needed for. */
    private List<String> uses() {
        List<String> uses = new ArrayList<>();
        if (metadata.includeTags()) {
            uses.add("tags (includeTags)");
        }
        if (metadata.includeStoredProcedures()) {
            uses.add("the text of procedures and functions (includeStoredProcedures)");
        }
        if (metadata.incremental().enabled()) {
            uses.add("what was altered (incremental.enabled)");
        }
        return uses;
    }

    /** A session has no warehouse if the configured one does not exist, or the role may not use it. */
    private Check warehouse(@Nullable String current, String role) {
        String needed = needed();
        if (current != null) {
            return Check.passed("source warehouse", current + ": " + needed);
        }
        String missing =
                quoted(connection.warehouse()) + " does not exist, or role " + role + " may not use it; " + needed;
        return uses().isEmpty()
                ? Check.passed("source warehouse", "warning: " + missing)
                : Check.failed("source warehouse", FailureKind.INVALID, missing);
    }

    /**
     * Counts, of the first schemas of a database.
     *
     * @throws TrawlException if a schema cannot be looked into
     */
    String contents(Connection session, String database, List<String> schemas) throws SQLException {
        int tables = 0;
        int views = 0;
        List<String> hidden = new ArrayList<>();
        List<String> looked = schemas.subList(0, Math.min(MOST_SCHEMAS, schemas.size()));
        for (String name : looked) {
            SchemaName schema = new SchemaName(database, name);
            try {
                tables += count(session, TableListing.TABLES, schema);
                views += count(session, TableListing.VIEWS, schema);
            } catch (SQLException e) {
                if (!SnowflakeFailures.isHidden(e)) {
                    throw e;
                }
                hidden.add("schema " + name + ": " + messages.describe(e));
            }
        }
        String contents =
                tables + " tables and " + views + " views in " + looked.size() + " of " + schemas.size() + " schemas";
        if (!hidden.isEmpty()) {
            throw new TrawlException(FailureKind.PERMISSION, contents + "; " + String.join("; ", hidden));
        }
        return contents;
    }

    private static int count(Connection session, TableListing what, SchemaName schema) throws SQLException {
        return what.read(session, schema, Query.MOST_ROWS, null).size();
    }
}

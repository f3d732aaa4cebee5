package io.trawl.source.postgresql;

import io.trawl.core.model.FailureKind;
import io.trawl.core.source.Check;
import io.trawl.source.jdbc.HostPort;
import io.trawl.source.jdbc.SelfCheck;
import io.trawl.source.jdbc.SqlResource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** What {@code trawl check} asks a PostgreSQL server. */
final class PostgresChecks implements SelfCheck.Statements {

    private static final String SESSION = SqlResource.load(PostgresChecks.class, "session.sql");
    private static final String COUNTS = SqlResource.load(PostgresChecks.class, "counts.sql");

    private final HostPort server;
    private final String database;

    PostgresChecks(HostPort server, String database) {
        this.server = server;
        this.database = database;
    }

    @Override
    public List<Check> session(Connection session) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(SESSION);
                ResultSet row = statement.executeQuery()) {
            row.next();
            String login = "PostgreSQL " + row.getString("version") + " at "
                    + server + "/" + database + " as " + row.getString("role")
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

    @Override
    public String contents(Connection session, String database, List<String> schemas) throws SQLException {
        Object[] names = schemas.toArray();
        try (PreparedStatement statement = session.prepareStatement(COUNTS)) {
            statement.setArray(1, session.createArrayOf("text", names));
            statement.setArray(2, session.createArrayOf("text", names));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                long members = row.getLong("members");
                return row.getLong("tables") + " tables, " + row.getLong("views") + " views, "
                        + row.getLong("procedures") + " procedures and functions"
                        + (members == 0 ? "" : ", " + members + " of all these members of extensions")
                        + "; the role may read the data of "
                        + row.getLong("readable") + " (their metadata needs no grant)";
            }
        }
    }
}

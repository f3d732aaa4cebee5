package io.trawl.source.postgresql;

import io.trawl.api.model.Check;
import io.trawl.source.jdbc.HostPort;
import io.trawl.source.jdbc.SqlResource;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** What {@code trawl check} asks a PostgreSQL server. */
final class PostgresChecks {

    private static final String SESSION = SqlResource.load(PostgresChecks.class, "session.sql");
    private static final String COUNTS = SqlResource.load(PostgresChecks.class, "counts.sql");

    private final Transactions transactions;
    private final HostPort server;
    private final String database;

    PostgresChecks(Transactions transactions, HostPort server, String database) {
        this.transactions = transactions;
        this.server = server;
        this.database = database;
    }

    /** That the session is read-only and on one snapshot is looked at before any transaction is believed. */
    List<Check> session(Connection session) throws SQLException {
        return transactions.read(session, SESSION, List.of(), answers -> {
            ResultSet row = answers.next();
            row.next();
            String login = "PostgreSQL " + row.getString("version") + " at "
                    + server + "/" + database + " as " + row.getString("role")
                    + (row.getBoolean("encrypted") ? ", encrypted" : ", not encrypted");
            String limits = "read-only, statement timeout " + row.getString("statement_timeout") + ", lock timeout "
                    + row.getString("lock_timeout");
            boolean pooled = SessionCheck.isBehindPooler(session, row.getInt("pid"));
            return List.of(
                    Check.passed("source login", login),
                    Check.passed("source session", limits + (pooled ? ", behind a pooler" : "")));
        });
    }

    /** Counts, of some schemas of the session's database. */
    String contents(Connection session, List<String> schemas) throws SQLException {
        Array names = session.createArrayOf("text", schemas.toArray());
        return transactions.read(session, COUNTS, List.of(names, names), answers -> {
            ResultSet row = answers.next();
            row.next();
            long members = row.getLong("members");
            return row.getLong("tables") + " tables, " + row.getLong("views") + " views, "
                    + row.getLong("procedures") + " procedures and functions"
                    + (members == 0 ? "" : ", " + members + " of all these members of extensions")
                    + "; the role may read the data of "
                    + row.getLong("readable") + " (their metadata needs no grant)";
        });
    }
}

package io.trawl.ledger.postgresql;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Reads and writes the tables of a connection budget for one process. Each call is one SQL statement in its own transaction.
 */
public final class BudgetTable {

    /** How long the source's server may see a connection that was closed. */
    static final Duration LINGER = Duration.ofMillis(500);
    /** How long a process may keep its only connections while another has none. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String USE = Sql.load("use-connection-budget").text();

    private final DataSource ledger;
    private final String server;
    private final String owner;
    private final Duration lease;
    private long turn;

    /**
     * The state and the wishes of a process.
     *
     * @param size the most connections that the process allows; null once it no longer takes part
     * @param mine the leases it holds; others in its name are given back
     * @param wanted how many more it wants
     * @param refused whether the source has refused a connection
     * @param successes how often a connection did its work
     */
    record Call(Integer size, Collection<Long> mine, int wanted, boolean refused, long successes) {}

    /**
     * The state of the budget.
     *
     * @param kept the leases that continue, and those that were granted
     * @param size of the budget: the least of what the active processes allow
     * @param allowed connections of all processes
     * @param members how many processes have or want connections
     * @param share how many connections this process may have
     * @param recalled a lease to be given back soon; null for none
     */
    record Answer(Set<Long> kept, int size, double allowed, int members, int share, Long recalled) {}

    BudgetTable(DataSource ledger, String owner, String server, Duration lease) {
        this.ledger = ledger;
        this.owner = owner;
        this.server = server;
        this.lease = lease;
    }

    /** Not for use by several threads at a time. Gives up when a lease would have ended. */
    Answer use(Call call) throws SQLException {
        try (Connection connection = ledger.getConnection()) {
            int timeout = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(lease.toMillis()));
            try {
                return use(connection, call);
            } finally {
                if (!connection.isClosed()) {
                    connection.setNetworkTimeout(Runnable::run, timeout);
                }
            }
        }
    }

    private Answer use(Connection connection, Call call) throws SQLException {
        try (PreparedStatement use = connection.prepareStatement(USE)) {
            turn++;
            use.setString(1, server);
            use.setString(2, owner);
            use.setLong(3, turn);
            use.setObject(4, call.size(), Types.INTEGER);
            use.setDouble(5, seconds(lease));
            use.setDouble(6, seconds(LINGER));
            use.setDouble(7, seconds(PATIENCE));
            use.setArray(8, connection.createArrayOf("int8", call.mine().toArray()));
            use.setInt(9, call.wanted());
            use.setBoolean(10, call.refused());
            use.setLong(11, call.successes());
            try (ResultSet row = use.executeQuery()) {
                row.next();
                return new Answer(
                        ids(row.getArray("kept")),
                        row.getInt("budget_size"),
                        row.getDouble("budget_allowed"),
                        row.getInt("members"),
                        row.getInt("share"),
                        row.getObject("recalled", Long.class));
            }
        }
    }

    private static Set<Long> ids(Array array) throws SQLException {
        return new LinkedHashSet<>(List.of((Long[]) array.getArray()));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}

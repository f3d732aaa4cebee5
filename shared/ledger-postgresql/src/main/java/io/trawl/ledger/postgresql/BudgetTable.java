package io.trawl.ledger.postgresql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the tables of a connection budget for one process. Each call is one SQL statement in its own transaction.
 */
final class BudgetTable {

    /** How long the source's server may see a connection that was closed. */
    static final Duration LINGER = Duration.ofMillis(500);
    /** How long a process may keep its only connections while another has none. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Sql USE = Sql.load("use-connection-budget");

    private final Connections ledger;
    private final String server;
    private final String owner;
    private final Duration lease;
    private long turn;

    /** Opens connections with autocommit to the ledger's database. */
    @FunctionalInterface
    interface Connections {
        Connection open() throws SQLException;
    }

    /**
     * The state and the wishes of a process.
     *
     * @param size the most connections that the process allows; null once it no longer takes part
     * @param mine the leases it holds; others in its name are given back
     * @param wanted how many more it wants
     * @param refused whether the source has refused a connection
     * @param successes how often a connection did its work
     */
    record Call(@Nullable Integer size, Collection<Long> mine, int wanted, boolean refused, long successes) {}

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
    record Answer(
            Set<Long> kept,
            int size,
            double allowed,
            int members,
            int share,
            @Nullable Long recalled) {}

    BudgetTable(Connections ledger, String owner, String server, Duration lease) {
        this.ledger = ledger;
        this.owner = owner;
        this.server = server;
        this.lease = lease;
    }

    /** Not for use by several threads at a time. Gives up when a lease would have ended. */
    Answer use(Call call) throws SQLException {
        turn++;
        Query use = USE.query("server", server)
                .set("owner", owner)
                .set("turn", turn)
                .set("size", call.size())
                .set("lease", seconds(lease))
                .set("linger", seconds(LINGER))
                .set("patience", seconds(PATIENCE))
                .set("mine", call.mine().toArray(Long[]::new))
                .set("wanted", call.wanted())
                .set("refused", call.refused())
                .set("successes", call.successes());
        try (Connection connection = ledger.open()) {
            return Database.answeredWithin(lease, connection, (same, attempt) -> use.first(same, BudgetTable::answer)
                    .orElseThrow());
        }
    }

    private static Answer answer(ResultSet row) throws SQLException {
        Long[] kept = (Long[]) row.getArray("kept").getArray();
        return new Answer(
                new LinkedHashSet<>(List.of(kept)),
                row.getInt("budget_size"),
                row.getDouble("budget_allowed"),
                row.getInt("members"),
                row.getInt("share"),
                row.getObject("recalled", Long.class));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}

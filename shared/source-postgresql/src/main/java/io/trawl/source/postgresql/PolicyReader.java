package io.trawl.source.postgresql;

import io.trawl.source.jdbc.SqlResource;
import io.trawl.source.kit.PartialResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads policies with one statement; only if that fails are those looked for that keep it from succeeding. Waiting for locks
 * of other sessions costs one lock timeout, however many there are; one more if one is taken meanwhile.
 */
final class PolicyReader {

    private static final String POLICIES = SqlResource.load(PolicyReader.class, "policies.sql");
    private static final String OIDS = SqlResource.load(PolicyReader.class, "policy-oids.sql");
    private static final String NAMES = SqlResource.load(PolicyReader.class, "policy-names.sql");

    private final Transactions transactions;

    PolicyReader(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * A policy.
     *
     * @param condition under which a row is visible or may be written; null if there is none
     */
    record Policy(long oid, String name, @Nullable String condition) {}

    /**
     * Reads them: those that could be read, and why others could not, by name.
     *
     * @param schemas raw names
     * @throws Exception if the session is lost, or the server has too many
     */
    PartialResult<String, Policy> read(Connection session, Set<String> schemas) throws Exception {
        try {
            return PartialResult.complete(read(session, schemas, null));
        } catch (SQLException e) {
            if (!PostgresFailures.INSTANCE.statementTimedOut(e)
                    && !PartialResult.isAboutAnObject(PostgresFailures.INSTANCE, e)) {
                throw e;
            }
            return readOneByOne(session, schemas, e);
        }
    }

    private PartialResult<String, Policy> readOneByOne(Connection session, Set<String> schemas, SQLException first)
            throws Exception {
        List<Policy> found = new ArrayList<>();
        Map<Long, Exception> unreadable = new LinkedHashMap<>();
        List<Long> open = new ArrayList<>();
        // An oid, and whether a session has locked what has to be read to print its policy.
        transactions.list(
                session,
                OIDS,
                List.of(schemas),
                row -> row.getBoolean(2) ? unreadable.put(row.getLong(1), first) : open.add(row.getLong(1)));
        try {
            unreadable.putAll(PartialResult.<Long, Policy>read(PostgresFailures.INSTANCE, open, some -> {
                        List<Policy> policies = read(session, schemas, new Oids(some));
                        found.addAll(policies);
                        return policies;
                    })
                    .unreadable());
        } catch (SQLException e) {
            if (!PostgresFailures.INSTANCE.statementTimedOut(e)) {
                throw e;
            }
            open.forEach(oid -> unreadable.put(oid, e)); // what is locked changes: this is not worth waiting for again
        }
        found.forEach(policy -> unreadable.remove(policy.oid()));
        return new PartialResult<>(found, byName(session, unreadable));
    }

    private List<Policy> read(Connection session, Set<String> schemas, Oids oids) throws SQLException {
        return transactions.list(
                session,
                POLICIES,
                Arrays.asList(schemas, oids),
                row -> new Policy(row.getLong(1), row.getString(2), row.getString(3)));
    }

    /** One whose very name cannot be read is left out: its table cannot be read either, and fails. */
    private Map<String, Exception> byName(Connection session, Map<Long, Exception> unreadable) throws Exception {
        Map<String, Exception> byName = new HashMap<>();
        PartialResult.<Long, String>read(PostgresFailures.INSTANCE, unreadable.keySet(), some -> {
            transactions.list(
                    session,
                    NAMES,
                    List.of(new Oids(some)),
                    row -> byName.putIfAbsent(row.getString(2), unreadable.get(row.getLong(1))));
            return List.of();
        });
        return byName;
    }
}

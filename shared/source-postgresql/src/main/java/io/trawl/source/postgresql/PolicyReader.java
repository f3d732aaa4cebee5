package io.trawl.source.postgresql;

import io.trawl.source.jdbc.SqlResource;
import io.trawl.source.kit.PartialResult;
import io.trawl.source.postgresql.Policies.Policy;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
     * Reads them.
     *
     * @param schemas raw names
     * @throws Exception if the session is lost, or the server has too many
     */
    Policies read(Connection session, Set<String> schemas) throws Exception {
        try {
            return new Policies(read(session, schemas, null), Map.of());
        } catch (SQLException e) {
            if (!isAboutPolicies(e)) {
                throw e;
            }
            return readOneByOne(session, schemas, e);
        }
    }

    private static boolean isAboutPolicies(SQLException failure) {
        return PostgresFailures.INSTANCE.statementTimedOut(failure)
                || PartialResult.isAboutAnObject(PostgresFailures.INSTANCE, failure);
    }

    private Policies readOneByOne(Connection session, Set<String> schemas, SQLException first) throws Exception {
        List<Policy> found = new ArrayList<>();
        Map<Long, Exception> unreadable = new LinkedHashMap<>();
        List<Long> open = new ArrayList<>();
        oids(session, schemas).forEach((oid, locked) -> {
            if (locked) {
                unreadable.put(oid, first);
            } else {
                open.add(oid);
            }
        });
        try {
            unreadable.putAll(PartialResult.<Long, Policy>read(PostgresFailures.INSTANCE, open, some -> {
                        List<Policy> policies = read(session, schemas, Oids.of(session, some));
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
        return new Policies(found, byName(session, unreadable));
    }

    private List<Policy> read(Connection session, Set<String> schemas, Array oids) throws SQLException {
        return transactions.list(
                session,
                POLICIES,
                Arrays.asList(texts(session, schemas), oids),
                row -> new Policy(row.getLong(1), row.getString(2), row.getString(3)));
    }

    /** Oids, and whether a session has locked what has to be read to print one. */
    private Map<Long, Boolean> oids(Connection session, Set<String> schemas) throws SQLException {
        return transactions.read(session, OIDS, List.of(texts(session, schemas)), answers -> {
            ResultSet row = answers.next();
            Map<Long, Boolean> oids = new LinkedHashMap<>();
            while (row.next()) {
                oids.put(row.getLong(1), row.getBoolean(2));
            }
            return oids;
        });
    }

    /** One whose very name cannot be read is left out: its table cannot be read either, and fails. */
    private Map<String, Exception> byName(Connection session, Map<Long, Exception> unreadable) throws Exception {
        Map<String, Exception> byName = new HashMap<>();
        PartialResult.<Long, String>read(
                PostgresFailures.INSTANCE,
                unreadable.keySet(),
                some -> transactions.read(session, NAMES, List.of(Oids.of(session, some)), answers -> {
                    ResultSet row = answers.next();
                    while (row.next()) {
                        byName.putIfAbsent(row.getString(2), unreadable.get(row.getLong(1)));
                    }
                    return List.of();
                }));
        return byName;
    }

    private static Array texts(Connection session, Set<String> schemas) throws SQLException {
        return session.createArrayOf("text", schemas.toArray());
    }
}

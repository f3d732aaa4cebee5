package io.trawl.source.postgresql;

import io.trawl.source.jdbc.Isolated;
import io.trawl.source.jdbc.SqlFailures;
import io.trawl.source.jdbc.SqlResource;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The row-level security policies of some schemas of a database. They are read with one statement; only if that fails are
 * those looked for that keep it from succeeding. Waiting for locks of other sessions costs one lock timeout, however many
 * there are; one more if one is taken meanwhile.
 *
 * @param found those that could be read
 * @param unreadable why others could not, by name
 */
record Policies(List<Policy> found, Map<String, SQLException> unreadable) {

    private static final String POLICIES = SqlResource.load(Policies.class, "policies.sql");
    private static final String OIDS = SqlResource.load(Policies.class, "policy-oids.sql");
    private static final String NAMES = SqlResource.load(Policies.class, "policy-names.sql");

    /**
     * @param condition under which a row is visible or may be written; null if there is none
     */
    record Policy(long oid, String name, String condition) {}

    /**
     * Reads them.
     *
     * @param schemas raw names
     * @throws SQLException if the session is lost, or the server has too many
     */
    static Policies read(Connection session, Set<String> schemas) throws SQLException {
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
        return SqlFailures.statementTimedOut(failure) || Isolated.isAboutAnObject(failure);
    }

    private static Policies readOneByOne(Connection session, Set<String> schemas, SQLException first)
            throws SQLException {
        List<Policy> found = new ArrayList<>();
        Map<Long, SQLException> unreadable = new LinkedHashMap<>();
        List<Long> open = new ArrayList<>();
        oids(session, schemas).forEach((oid, locked) -> {
            if (locked) {
                unreadable.put(oid, first);
            } else {
                open.add(oid);
            }
        });
        try {
            unreadable.putAll(Isolated.<Long, Policy>read(open, some -> {
                        List<Policy> policies = read(session, schemas, Oids.of(session, some));
                        found.addAll(policies);
                        return policies;
                    })
                    .unreadable());
        } catch (SQLException e) {
            if (!SqlFailures.statementTimedOut(e)) {
                throw e;
            }
            open.forEach(oid -> unreadable.put(oid, e)); // what is locked changes: this is not worth waiting for again
        }
        found.forEach(policy -> unreadable.remove(policy.oid()));
        return new Policies(found, byName(session, unreadable));
    }

    private static List<Policy> read(Connection session, Set<String> schemas, Array oids) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(POLICIES)) {
            statement.setArray(1, session.createArrayOf("text", schemas.toArray()));
            statement.setArray(2, oids);
            List<Policy> policies = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    policies.add(new Policy(row.getLong(1), row.getString(2), row.getString(3)));
                }
            }
            return policies;
        }
    }

    /** Oids, and whether a session has locked what has to be read to print one. */
    private static Map<Long, Boolean> oids(Connection session, Set<String> schemas) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(OIDS)) {
            statement.setArray(1, session.createArrayOf("text", schemas.toArray()));
            Map<Long, Boolean> oids = new LinkedHashMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    oids.put(row.getLong(1), row.getBoolean(2));
                }
            }
            return oids;
        }
    }

    /** One whose very name cannot be read is left out: its table cannot be read either, and fails. */
    private static Map<String, SQLException> byName(Connection session, Map<Long, SQLException> unreadable)
            throws SQLException {
        Map<String, SQLException> byName = new HashMap<>();
        Isolated.read(unreadable.keySet(), some -> {
            try (PreparedStatement statement = session.prepareStatement(NAMES)) {
                statement.setArray(1, Oids.of(session, some));
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        byName.putIfAbsent(row.getString(2), unreadable.get(row.getLong(1)));
                    }
                }
            }
            return List.of();
        });
        return byName;
    }
}

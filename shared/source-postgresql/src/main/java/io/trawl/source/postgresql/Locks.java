package io.trawl.source.postgresql;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.source.jdbc.SqlResource;
import io.trawl.source.postgresqlfamily.Oid;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds out which entities wait for a lock that another session has or waits for. */
public final class Locks {

    /** The catalog is asked for nothing that a user locks; if it is locked itself, there is no answer. */
    static final Duration PATIENCE = Duration.ofMillis(500);

    private static final String TABLES = SqlResource.load(Locks.class, "locked-tables.sql");
    private static final String PROCEDURES = SqlResource.load(Locks.class, "locked-procedures.sql");

    private final Transactions transactions;
    private final String sql;
    private final int parameters;

    /** @param type of the entities that are asked about */
    Locks(Transactions transactions, EntityType type) {
        this.transactions = transactions;
        this.sql = type == EntityType.TABLE ? TABLES : PROCEDURES;
        this.parameters = type == EntityType.TABLE ? 2 : 1;
    }

    /**
     * A relation that another session has locked.
     *
     * @param oid in its database
     * @param name with its schema, as SQL writes it
     */
    record Lock(long oid, String name) {

        /** Whether it is a table or view itself that is locked. */
        boolean isOn(EntityDescriptor descriptor) {
            return descriptor.type() == EntityType.TABLE && Oid.of(descriptor) == oid;
        }
    }

    /** The locks that keep some of these from being read; empty if none is found, or if the catalog itself is locked. */
    Map<EntityDescriptor, List<Lock>> of(Connection connection, List<EntityDescriptor> batch) throws SQLException {
        Map<Long, EntityDescriptor> asked = new HashMap<>();
        batch.forEach(descriptor -> asked.put(Oid.of(descriptor), descriptor));
        List<Oids> oids = Collections.nCopies(parameters, Oids.of(batch));
        try {
            return transactions.read(connection, PATIENCE, sql, oids, answers -> locks(asked, answers.next()));
        } catch (SQLException e) {
            if (PostgresFailures.INSTANCE.lockTimedOut(e)) {
                return Map.of();
            }
            throw e;
        }
    }

    private static Map<EntityDescriptor, List<Lock>> locks(Map<Long, EntityDescriptor> asked, ResultSet row)
            throws SQLException {
        Map<EntityDescriptor, List<Lock>> locks = new HashMap<>();
        while (row.next()) {
            locks.computeIfAbsent(asked.get(row.getLong("entity")), entity -> new ArrayList<>())
                    .add(new Lock(row.getLong("relation"), row.getString("name")));
        }
        return locks;
    }
}

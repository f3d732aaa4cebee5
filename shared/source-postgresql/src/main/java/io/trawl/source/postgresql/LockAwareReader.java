package io.trawl.source.postgresql;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.ReadResult;
import io.trawl.source.postgresql.Locks.Lock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a batch although other sessions have locked some of what it needs (ALTER TABLE, VACUUM FULL, REFRESH).
 *
 * <p>A first attempt waits for a moment only. If it meets a lock, what is not locked is read at once, and what is locked waits
 * until {@link SessionSettings#LOCK_TIMEOUT} has passed, all of it together. What is locked then fails, and its locks are
 * remembered: nothing waits for the same one again. Safe for use by several threads.
 */
final class LockAwareReader {

    /** Long enough for a lock of a statement that is soon over. */
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);

    private static final String WAITED = " and was not released in " + SessionSettings.LOCK_TIMEOUT.toSeconds() + " s";

    /** Reads entities of one type and one database in one transaction. */
    @FunctionalInterface
    interface Reads {

        /** As {@link io.trawl.source.kit.Dialect#read}; waits for a lock no longer than {@code lockTimeout}. */
        List<ReadResult> read(Connection connection, List<EntityDescriptor> batch, Duration lockTimeout)
                throws SQLException;
    }

    private final Reads reads;
    private final Locks locks;
    private final WaitedLocks waited;

    /** @param waited shared by everything that reads from the same server */
    LockAwareReader(Reads reads, Locks locks, WaitedLocks waited) {
        this.reads = reads;
        this.locks = locks;
        this.waited = waited;
    }

    /** As {@link io.trawl.source.kit.Dialect#read}. */
    List<ReadResult> read(Connection connection, List<EntityDescriptor> batch) throws SQLException {
        List<ReadResult> results = new ArrayList<>(batch.size());
        Map<EntityDescriptor, List<Lock>> locked = new LinkedHashMap<>();
        List<EntityDescriptor> open = batch;
        long deadline = 0;
        while (!open.isEmpty() && !readInTime(connection, open, FIRST_WAIT, results)) {
            deadline = deadline != 0
                    ? deadline
                    : System.nanoTime()
                            + SessionSettings.LOCK_TIMEOUT.minus(FIRST_WAIT).toNanos();
            Map<EntityDescriptor, List<Lock>> found = locks.of(connection, open);
            if (found.isEmpty()) {
                open.forEach(descriptor -> locked.put(descriptor, List.of()));
                open = List.of();
            } else {
                boolean several = open.size() > 1;
                for (Map.Entry<EntityDescriptor, List<Lock>> each : found.entrySet()) {
                    if (!several || !isReadable(connection, each.getKey(), each.getValue(), results)) {
                        locked.put(each.getKey(), each.getValue());
                    }
                }
                open = open.stream()
                        .filter(descriptor -> !found.containsKey(descriptor))
                        .toList();
            }
        }
        if (locked.isEmpty()) {
            waited.forgetCatalog(batch.get(0).database());
        } else {
            await(connection, locked, deadline, results);
        }
        return results;
    }

    /** Of a locked table everything can be read but what its expressions are printed from, if it has any. */
    private boolean isReadable(
            Connection connection, EntityDescriptor descriptor, List<Lock> locks, List<ReadResult> results)
            throws SQLException {
        return locks.stream().allMatch(lock -> lock.isOn(descriptor))
                && !waited.isAny(descriptor.database(), locks)
                && readInTime(connection, List.of(descriptor), FIRST_WAIT, results);
    }

    /** Reads; false if it met a lock that was not released in time. */
    private boolean readInTime(
            Connection connection, List<EntityDescriptor> batch, Duration wait, List<ReadResult> results)
            throws SQLException {
        try {
            results.addAll(reads.read(connection, batch, wait));
            return true;
        } catch (SQLException e) {
            if (!PostgresFailures.INSTANCE.lockTimedOut(e)) {
                throw e;
            }
            return false;
        }
    }

    private void await(
            Connection connection, Map<EntityDescriptor, List<Lock>> locked, long deadline, List<ReadResult> results)
            throws SQLException {
        List<EntityDescriptor> waiting = new ArrayList<>();
        locked.forEach((descriptor, its) -> {
            if (waited.isAny(descriptor.database(), its)) {
                results.add(failed(descriptor, its));
            } else {
                waiting.add(descriptor);
            }
        });
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (waiting.isEmpty() || readInTime(connection, waiting, left, results)) {
            return;
        }
        Map<EntityDescriptor, List<Lock>> still = locks.of(connection, waiting);
        List<EntityDescriptor> rest = new ArrayList<>();
        for (EntityDescriptor descriptor : waiting) {
            List<Lock> its = still.getOrDefault(descriptor, List.of());
            if (its.isEmpty()) {
                rest.add(descriptor);
            } else {
                List<Lock> throughout =
                        its.stream().filter(locked.get(descriptor)::contains).toList();
                waited.add(descriptor.database(), throughout);
                results.add(failed(descriptor, its));
            }
        }
        if (!rest.isEmpty() && !readInTime(connection, rest, FIRST_WAIT, results)) {
            for (EntityDescriptor descriptor : rest) {
                waited.addCatalog(descriptor.database());
                results.add(failed(descriptor, List.of()));
            }
        }
    }

    private static ReadResult failed(EntityDescriptor descriptor, List<Lock> locks) {
        String what = locks.isEmpty()
                ? "something it needs, the catalog perhaps,"
                : locks.get(0).name();
        return new Outcome.Failed(descriptor, FailureKind.TRANSIENT, what + " is locked by another session" + WAITED);
    }
}

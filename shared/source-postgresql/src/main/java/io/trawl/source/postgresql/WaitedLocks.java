package io.trawl.source.postgresql;

import io.trawl.source.postgresql.Locks.Lock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Locks that were waited for in vain, and are not waited for again. Safe for use by several threads. */
final class WaitedLocks {

    /** In the place of a relation's oid: something that no entity is known to need, so the catalog. */
    private static final long CATALOG = 0;

    private record LockOf(String database, long relation) {}

    private final Set<LockOf> waited = ConcurrentHashMap.newKeySet();

    /**
     * Whether one of these is among them.
     *
     * @param locks empty for the catalog's
     */
    boolean isAny(String database, List<Lock> locks) {
        return locks.isEmpty()
                ? waited.contains(new LockOf(database, CATALOG))
                : locks.stream().anyMatch(lock -> waited.contains(new LockOf(database, lock.oid())));
    }

    void add(String database, List<Lock> locks) {
        locks.forEach(lock -> waited.add(new LockOf(database, lock.oid())));
    }

    void addCatalog(String database) {
        waited.add(new LockOf(database, CATALOG));
    }

    /** Something was read without meeting a lock. */
    void forgetCatalog(String database) {
        waited.remove(new LockOf(database, CATALOG));
    }
}

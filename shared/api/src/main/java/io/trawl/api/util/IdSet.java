package io.trawl.api.util;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A set of ids that remembers 64 bits of each, so that a million of them cost 16 MiB and not 150.
 *
 * <p>Two ids may share their 64 bits (for a million ids, the odds that this happens at all are one in 40 million). Then
 * an id counts as contained that is not. So it may only be asked what harms nothing if answered with a wrong yes: "was it
 * listed?" before a deletion leaves something undeleted until the next run; "does the catalog hold it as it is?" is asked
 * only of what the ledger calls unchanged; "was this line copied?" only of a file that a crash left behind. Not safe for use by several threads.
 */
public final class IdSet {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private long[] slots = new long[64];
    private int size;

    /** Adds an id; whether it is new. */
    public boolean add(String id) {
        if (size * 2 >= slots.length) {
            grow();
        }
        boolean added = put(slots, hash(id));
        size += added ? 1 : 0;
        return added;
    }

    /** Whether the id was added. */
    public boolean contains(String id) {
        long hash = hash(id);
        for (int at = index(slots, hash); slots[at] != 0; at = (at + 1) & (slots.length - 1)) {
            if (slots[at] == hash) {
                return true;
            }
        }
        return false;
    }

    private void grow() {
        long[] larger = new long[slots.length * 2];
        Arrays.stream(slots).filter(hash -> hash != 0).forEach(hash -> put(larger, hash));
        slots = larger;
    }

    private static boolean put(long[] table, long hash) {
        int at = index(table, hash);
        while (table[at] != 0) {
            if (table[at] == hash) {
                return false;
            }
            at = (at + 1) & (table.length - 1);
        }
        table[at] = hash;
        return true;
    }

    private static int index(long[] table, long hash) {
        return (int) (hash ^ (hash >>> 32)) & (table.length - 1);
    }

    /** FNV-1a with a final mix (that of SplitMix64), since FNV's low bits are weak; never 0, which marks a free slot. */
    private static long hash(String id) {
        long hash = FNV_OFFSET;
        for (byte b : id.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        hash ^= hash >>> 31;
        return hash == 0 ? 1 : hash;
    }
}

package io.trawl.testkit;

/** The memory of this process. */
public final class Heap {

    private static final int COLLECTIONS = 5;

    private Heap() {}

    /** Bytes of objects that are still in use, after garbage was collected. */
    public static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}

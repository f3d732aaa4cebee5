package io.trawl.engine;

/** A pause between questions whose answer is not there yet; each is longer than the last. Used by one thread. */
final class Pause {

    private static final long FIRST_MILLIS = 2;
    private static final long LONGEST_MILLIS = 500;

    private long millis = FIRST_MILLIS;

    void take() {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        millis = Math.min(LONGEST_MILLIS, millis * 2);
    }

    void reset() {
        millis = FIRST_MILLIS;
    }
}

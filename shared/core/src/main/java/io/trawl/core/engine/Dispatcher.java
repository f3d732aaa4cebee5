package io.trawl.core.engine;

/** How the batches of a run reach workers. It begins nothing before {@link #start}. */
public interface Dispatcher extends AutoCloseable {

    /** Whether a process that does not lead the run has work to do for it. */
    boolean followsOthers();

    /** Batches may go to workers from now on; a second call does nothing. */
    void start();

    /** There is something to do: look at once. */
    void wake();

    /**
     * Waits until there is nothing to do here, but not for long: others may have, or something may come back after a
     * pause.
     *
     * @throws RuntimeException what the work broke with: the ledger or a broker cannot be reached, or a mistake of ours
     */
    void awaitIdle();

    /** Lets batches under way end and begins no other. Returns at once; safe from any thread. */
    void stop();

    /** Stops, and waits for what is under way in this process. */
    @Override
    void close();
}

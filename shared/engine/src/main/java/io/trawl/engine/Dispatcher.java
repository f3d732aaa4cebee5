package io.trawl.engine;

/** Brings the batches of a run to workers. It does nothing before {@link #start}. */
public interface Dispatcher extends AutoCloseable {

    /** Whether a process that does not lead the run has work to do for it. */
    boolean followsOthers();

    /** Batches may go to workers from now on; a second call does nothing. */
    void start();

    /** Says that there may be new batches, so that they are looked for at once. */
    void wake();

    /**
     * Waits until there is nothing to do here, but not for long: other processes may have batches, or a batch may come
     * back after a pause.
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

package io.trawl.core.engine;

/** Brings batches to workers. Used by one thread, except for {@link #stop}. */
public interface Dispatcher extends AutoCloseable {

    /**
     * Hands over a batch; blocks while enough are waiting, so that discovery does not run ahead of the workers. After
     * {@link #stop} it does nothing.
     */
    void dispatch(Worker.Pass pass, Batch batch);

    /** Waits until every batch handed over, its retries included, is done, or until the dispatcher has stopped. */
    void await();

    /** Lets batches under way end and begins no other. Returns at once; safe from any thread. */
    void stop();

    /** Stops and waits for the workers. */
    @Override
    void close();
}

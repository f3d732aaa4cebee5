package io.trawl.source.kit;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.util.DaemonThreads;
import io.trawl.api.util.OutOfMemory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads several things at a time, each by one thread, and hands what is found to one consumer on the calling thread. At most one
 * result waits for the consumer, so that a slow one blocks the readers and memory has a bound: a result for each thread, and two
 * more. What is found for one input keeps its order; results of several inputs come as they are found.
 *
 * @param <T> what is read
 * @param <R> what is found; not null
 */
final class ParallelReads<T, R> {

    /**
     * Reads what there is for one input.
     *
     * @param <T> what is read
     * @param <R> what is found
     */
    @FunctionalInterface
    interface Read<T, R> {

        /** Hands over results in their order, which may block; whatever is thrown ends all reads. */
        void read(T input, Consumer<R> found);
    }

    /** Ends a thread whose results nobody takes any more. */
    private static final class EndedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final long INTERRUPT_MILLIS = 50;

    private final Read<T, R> read;

    // All guarded by this.
    private final Iterator<T> inputs;
    private int atWork;
    private @Nullable R waiting;
    private @Nullable Throwable failure;
    private boolean ended;

    private ParallelReads(List<T> inputs, Read<T, R> read) {
        this.inputs = inputs.iterator();
        this.read = read;
    }

    /**
     * Reads all inputs, begun in their order. With one thread, or one input, all happens on the calling thread. Otherwise the
     * threads have ended when this returns: after a failure, or an interrupt, nothing is begun, what waits is interrupted, and a
     * request that is under way is waited for.
     *
     * @param threads at most; at least 1
     * @throws RuntimeException the first that a read or the consumer threw
     * @throws TrawlException if the calling thread is interrupted while it waits
     */
    static <T, R> void run(List<T> inputs, int threads, Read<T, R> read, Consumer<R> consumer) {
        int most = Math.min(threads, inputs.size());
        if (most <= 1) {
            inputs.forEach(input -> read.read(input, consumer));
        } else {
            new ParallelReads<>(inputs, read).run(most, consumer);
        }
    }

    private void run(int threads, Consumer<R> consumer) {
        List<Thread> readers = new ArrayList<>(threads);
        try {
            for (int i = 0; i < threads; i++) {
                start(readers);
            }
            for (R found = take(); found != null; found = take()) {
                consumer.accept(found);
            }
        } finally {
            end();
            readers.forEach(Thread::interrupt);
            readers.forEach(ParallelReads::end);
        }
    }

    private void start(List<Thread> readers) {
        Thread reader = DaemonThreads.of("trawl-list", this::work);
        synchronized (this) {
            reader.start();
            atWork++;
        }
        readers.add(reader);
    }

    private void work() {
        try {
            for (T input = next(); input != null; input = next()) {
                read.read(input, this::give);
            }
        } catch (EndedException e) {
            // The calling thread has what it needs to know.
        } catch (RuntimeException | Error e) {
            fail(e);
            OutOfMemory.check(e);
        } finally {
            leave();
        }
    }

    private synchronized @Nullable T next() {
        return !ended && inputs.hasNext() ? inputs.next() : null;
    }

    private synchronized void give(R found) {
        try {
            while (waiting != null && !ended) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new EndedException();
        }
        if (ended) {
            throw new EndedException();
        }
        waiting = found;
        notifyAll();
    }

    /** The next result; null if there is none left. */
    private synchronized @Nullable R take() {
        try {
            while (waiting == null && failure == null && atWork > 0) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrawlException(FailureKind.TRANSIENT, "interrupted while listing", e);
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        R found = waiting;
        waiting = null;
        notifyAll();
        return found;
    }

    private synchronized void fail(Throwable why) {
        if (failure == null) {
            failure = why;
        }
        notifyAll();
    }

    private synchronized void leave() {
        atWork--;
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /**
     * However often the calling thread is interrupted: a thread that is left behind would keep a connection. A client may take
     * an interrupt for the failure of its request, which is then repeated: so it is interrupted until it ends.
     */
    private static void end(Thread reader) {
        boolean interrupted = false;
        while (reader.isAlive()) {
            reader.interrupt();
            try {
                reader.join(INTERRUPT_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

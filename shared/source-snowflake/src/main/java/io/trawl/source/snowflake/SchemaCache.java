package io.trawl.source.snowflake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.ToIntFunction;

/**
 * Keeps for a short time what was read of schemas, since SHOW answers for a whole schema and its batches are read one after the
 * other. A schema is read by one thread at a time; others that want it wait for that. What fails is not kept, and all that wait
 * for it get the failure. Safe for use by several threads.
 *
 * <p>A thread that waits holds a connection, and may: the one that it waits for reads with the connection that it had before it
 * began, needs no other, and waits for no other schema meanwhile. So it ends when its statements do; where the source is
 * stopped, its connection is broken off, and it fails.
 *
 * @param <V> what is read of a schema
 */
final class SchemaCache<V> {

    /** Longer than it takes to read the batches of a schema one after the other, short enough for what changes. */
    static final Duration LIFE = Duration.ofSeconds(60);

    /** Rows that are kept at most: about 40 MB. */
    static final int MOST_ROWS = 100_000;

    private final Clock clock;
    private final int mostRows;
    private final ToIntFunction<V> size;
    /** The one that was wanted last stands at the end. */
    private final Map<SchemaName, Reading<V>> readings = new LinkedHashMap<>(16, 0.75f, true);

    private long numbers;

    /**
     * @param mostRows kept; the schema that was read last is kept in any case
     * @param size rows that something takes
     */
    SchemaCache(Clock clock, int mostRows, ToIntFunction<V> size) {
        this.clock = clock;
        this.mostRows = mostRows;
        this.size = size;
    }

    /**
     * Reads a schema.
     *
     * @param <V> what is read of it
     */
    @FunctionalInterface
    interface Reader<V> {

        /** Reads it, with a connection that the thread has. */
        V read() throws Exception;
    }

    private record Reading<V>(long number, Instant begun, CompletableFuture<V> answer) {}

    /** A mark of the present: what is read from now on is read after it. */
    synchronized long mark() {
        return numbers;
    }

    /** Whether the reading of a schema that is kept may have begun before a moment; false if none is kept. */
    synchronized boolean isOlder(SchemaName schema, Instant moment) {
        Reading<V> reading = readings.get(schema);
        return reading != null && !reading.begun().isAfter(moment);
    }

    /** Forgets everything; those that wait for a reading still get it. */
    synchronized void forget() {
        readings.clear();
    }

    /** What was read of a schema in the last minute; reads it if that was not done. */
    V get(SchemaName schema, Reader<V> reader) throws Exception {
        return getSince(0, schema, reader);
    }

    /** What was read of a schema after a mark; reads it if that was not done. */
    V getSince(long mark, SchemaName schema, Reader<V> reader) throws Exception {
        Reading<V> mine = null;
        Reading<V> reading;
        synchronized (this) {
            dropExpired();
            reading = readings.get(schema);
            if (reading == null || reading.number() <= mark) {
                numbers++;
                mine = new Reading<>(numbers, clock.instant(), new CompletableFuture<>());
                reading = mine;
                readings.put(schema, mine);
            }
        }
        if (mine != null) {
            read(schema, mine, reader);
        }
        try {
            return reading.answer().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception failure) {
                throw failure;
            }
            throw (Error) e.getCause();
        }
    }

    private void read(SchemaName schema, Reading<V> mine, Reader<V> reader) {
        try {
            V value = reader.read();
            mine.answer().complete(value);
            shrink(schema);
        } catch (Throwable e) { // an error too: the threads that wait for this reading must get an answer
            synchronized (this) {
                readings.remove(schema, mine);
            }
            mine.answer().completeExceptionally(e);
        }
    }

    private synchronized void dropExpired() {
        Instant oldest = clock.instant().minus(LIFE);
        readings.values()
                .removeIf(
                        reading -> reading.answer().isDone() && reading.begun().isBefore(oldest));
    }

    /** Drops those that were not wanted for the longest time, until the others fit. */
    private synchronized void shrink(SchemaName newest) {
        long rows = readings.values().stream().mapToLong(this::rows).sum();
        Iterator<Map.Entry<SchemaName, Reading<V>>> oldestFirst =
                readings.entrySet().iterator();
        while (rows > mostRows && oldestFirst.hasNext()) {
            Map.Entry<SchemaName, Reading<V>> oldest = oldestFirst.next();
            if (!oldest.getKey().equals(newest) && oldest.getValue().answer().isDone()) {
                rows -= rows(oldest.getValue());
                oldestFirst.remove();
            }
        }
    }

    private int rows(Reading<V> reading) {
        return reading.answer().isDone() ? size.applyAsInt(reading.answer().join()) : 0;
    }
}

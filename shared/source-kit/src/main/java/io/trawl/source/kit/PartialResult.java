package io.trawl.source.kit;

import io.trawl.api.model.TrawlException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * What could be read of several objects, and which could not.
 *
 * @param found those that could
 * @param unreadable why the others could not, by key
 */
public record PartialResult<K, T>(List<T> found, Map<K, Exception> unreadable) {

    /** More statements than it takes to find some dozens of objects among thousands: then the others are given up. */
    public static final int MOST_STATEMENTS = 500;

    public PartialResult {
        found = List.copyOf(found);
        unreadable = Collections.unmodifiableMap(new LinkedHashMap<>(unreadable));
    }

    /** Every object could be read. */
    public static <K, T> PartialResult<K, T> complete(List<T> found) {
        return new PartialResult<>(found, Map.of());
    }

    /**
     * Reads objects together; only if that fails because of one of them, they are looked for and read in halves.
     *
     * @param failures says what a failure is about
     * @param together reads all of them
     * @param keys finds them, without what made reading them fail
     * @param statement reads some of them
     * @throws Exception if a failure is not {@linkplain #isAboutAnObject about an object}
     */
    public static <K, T> PartialResult<K, T> read(
            FailureClassifier failures,
            Callable<List<T>> together,
            Callable<? extends Collection<K>> keys,
            Bisection.Read<K, T> statement)
            throws Exception {
        try {
            return complete(together.call());
        } catch (Exception e) {
            if (!isAboutAnObject(failures, e)) {
                throw e;
            }
        }
        return read(failures, keys.call(), statement);
    }

    /**
     * Reads objects in halves, until one that cannot be read is alone. To be asked after a statement about all of them has
     * failed.
     *
     * @throws Exception if a failure is not {@linkplain #isAboutAnObject about an object}
     */
    public static <K, T> PartialResult<K, T> read(
            FailureClassifier failures, Collection<K> keys, Bisection.Read<K, T> statement) throws Exception {
        int[] statements = {0};
        Bisection.Read<K, T> counted = some -> {
            statements[0]++;
            return statement.read(some);
        };
        Bisection.Rule aboutAnObject = (failure, size) -> {
            if (!isAboutAnObject(failures, failure)) {
                throw failure;
            }
            return size > 1 && statements[0] < MOST_STATEMENTS;
        };
        return new Bisection<>(counted, aboutAnObject).halves(List.copyOf(keys));
    }

    /** Whether a statement has failed because of one of the objects it reads, and not because of the server or the session. */
    public static boolean isAboutAnObject(FailureClassifier failures, Exception failure) {
        if (failure instanceof TrawlException) {
            return false;
        }
        return switch (failures.classify(failure)) {
            case TRANSIENT, THROTTLED -> false;
            case PERMISSION, INVALID, BUG -> !failures.sessionLost(failure);
        };
    }

    /** The same with other keys: names that a user understands. */
    public <N> PartialResult<N, T> named(Function<K, N> name) {
        Map<N, Exception> named = new LinkedHashMap<>();
        unreadable.forEach((key, failure) -> named.put(name.apply(key), failure));
        return new PartialResult<>(found, named);
    }

    /**
     * All of them.
     *
     * @throws Exception if one could not be read
     */
    List<T> orThrow() throws Exception {
        for (Exception failure : unreadable.values()) {
            throw failure;
        }
        return found;
    }
}

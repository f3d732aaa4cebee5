package io.trawl.source.kit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads objects together, and in halves where that fails because of one of them, until it is alone: the others are
 * unharmed. Used once.
 *
 * @param <K> says which object is meant
 * @param <T> what is read of it
 */
public final class Bisection<K, T> {

    /**
     * Reads the objects of some keys at once, or throws.
     *
     * @param <K> of keys
     * @param <T> of objects
     */
    @FunctionalInterface
    public interface Read<K, T> {

        /** What there is for the keys. */
        List<T> read(List<K> keys) throws Exception;
    }

    /** Decides what follows from a failure. */
    @FunctionalInterface
    public interface Rule {

        /**
         * Whether to read halves after this failure; else all that was to be read fails with it.
         *
         * @param size how many objects it may be about; with one there is nothing to halve
         * @throws Exception the failure, if it says nothing about any object
         */
        boolean halves(Exception failure, int size) throws Exception;
    }

    private final Read<K, T> read;
    private final Rule rule;
    private final List<T> found = new ArrayList<>();
    private final Map<K, Exception> unreadable = new LinkedHashMap<>();

    public Bisection(Read<K, T> read, Rule rule) {
        this.read = read;
        this.rule = rule;
    }

    /** Reads all of them together first. */
    public PartialResult<K, T> whole(List<K> keys) throws Exception {
        read(keys);
        return new PartialResult<>(found, unreadable);
    }

    /** Begins with halves: all of them together have failed already. */
    PartialResult<K, T> halves(List<K> keys) throws Exception {
        if (keys.size() == 1) {
            read(keys);
        } else if (!keys.isEmpty()) {
            halve(keys);
        }
        return new PartialResult<>(found, unreadable);
    }

    private void read(List<K> keys) throws Exception {
        try {
            found.addAll(read.read(keys));
        } catch (Exception e) {
            if (rule.halves(e, keys.size())) {
                halve(keys);
            } else {
                keys.forEach(key -> unreadable.put(key, e));
            }
        }
    }

    private void halve(List<K> keys) throws Exception {
        int middle = keys.size() / 2;
        read(keys.subList(0, middle));
        read(keys.subList(middle, keys.size()));
    }
}

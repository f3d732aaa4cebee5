package io.trawl.api.ledger;

import java.util.Optional;

/** How a process starts to work on a run. */
public sealed interface RunStart {

    /** Begins a new run, whose id is chosen for it. */
    static RunStart anew() {
        return new New(Optional.empty(), false);
    }

    /** Begins a new run of this id. */
    static RunStart anew(String runId) {
        return new New(Optional.of(runId), false);
    }

    /**
     * Helps with a run that is running.
     *
     * @param runId or {@link Ledger#LATEST}
     */
    static Existing join(String runId) {
        return new Join(runId, false);
    }

    /**
     * Continues a run that was stopped or interrupted, or is running.
     *
     * @param runId or {@link Ledger#LATEST}
     */
    static Existing resume(String runId) {
        return new Resume(runId, false);
    }

    /**
     * Tries again what failed in a run that has ended or was stopped, including scopes that could not be listed.
     *
     * @param runId or {@link Ledger#LATEST}
     */
    static Existing retry(String runId) {
        return new Retry(runId, false);
    }

    /** The run's id, or {@link Ledger#LATEST}; empty for a new run whose id is chosen for it. */
    Optional<String> id();

    /** Whether this process ignores the limit of deletions. */
    boolean allowLargeDeletion();

    /** The same, but ignoring the limit of deletions. */
    RunStart allowingLargeDeletion();

    /** Begins a new run. */
    record New(Optional<String> id, boolean allowLargeDeletion) implements RunStart {

        @Override
        public New allowingLargeDeletion() {
            return new New(id, true);
        }
    }

    /** Takes part in a run that has begun. */
    sealed interface Existing extends RunStart {

        /** The run's id, or {@link Ledger#LATEST}. */
        String runId();

        @Override
        default Optional<String> id() {
            return Optional.of(runId());
        }
    }

    /** Helps with a run that is running. */
    record Join(String runId, boolean allowLargeDeletion) implements Existing {

        @Override
        public Join allowingLargeDeletion() {
            return new Join(runId, true);
        }
    }

    /** Continues a run that was stopped or interrupted, or is running. */
    record Resume(String runId, boolean allowLargeDeletion) implements Existing {

        @Override
        public Resume allowingLargeDeletion() {
            return new Resume(runId, true);
        }
    }

    /** Tries again what failed in a run that has ended or was stopped. */
    record Retry(String runId, boolean allowLargeDeletion) implements Existing {

        @Override
        public Retry allowingLargeDeletion() {
            return new Retry(runId, true);
        }
    }
}

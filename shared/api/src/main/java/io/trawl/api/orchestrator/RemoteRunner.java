package io.trawl.api.orchestrator;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Where other processes execute a run of one workflow, while a command only requests and follows it. The defaults are those
 * of a place where a run cannot be seen: its progress is known from the ledger only.
 */
public interface RemoteRunner extends AutoCloseable {

    /**
     * Asks for a run that has begun in the ledger.
     *
     * @param run the run's id
     * @param allowLargeDeletion whether the limit of deletions is set aside
     * @return completes when a process there has taken the run; where a broker waits for the answer, that may be as
     *     late as its end
     */
    CompletableFuture<?> ask(String run, boolean allowLargeDeletion);

    /** What the run is called there, to be read after "run … has begun": empty, or as {@code " as Workflow x"}. */
    default String name() {
        return "";
    }

    /**
     * Whether the run's state can be seen there. A user who interrupts a command that follows such a run may let it
     * continue.
     */
    default boolean isWatched() {
        return false;
    }

    /** How the execution there ended; empty while it lasts, and where that cannot be known. */
    default Optional<Ending> ending() {
        return Optional.empty();
    }

    /**
     * Where the run is, for the ledger, so that other commands find it; empty before it is requested, and where no
     * place is needed.
     */
    default Optional<String> place() {
        return Optional.empty();
    }

    /** What keeps the run from making progress there, as far as that can be seen. */
    default List<Obstacle> obstacles() {
        return List.of();
    }

    /**
     * Stops the run there, after the stop was recorded in the ledger: it ends sooner than if its processes had to ask
     * the ledger.
     */
    default void stop() {}

    /** A hint for the user when no process has worked on the run for a while. */
    String silence();

    @Override
    default void close() {}

    /**
     * Something that keeps a run from making progress.
     *
     * @param what identifies the obstacle: the same one is reported once
     * @param line for the user
     */
    record Obstacle(String what, String line) {}

    /**
     * How the execution of a run ended.
     *
     * @param message one line
     * @param failed whether it ended although no user stopped or deleted it there
     */
    record Ending(String message, boolean failed) {}
}

package io.trawl.discovery.cli;

import io.trawl.core.event.RunRequested;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Where a run goes on that this process only asks for and follows. */
interface Elsewhere extends AutoCloseable {

    /**
     * Asks for a run that has begun in the ledger.
     *
     * @return completes when somebody has it; where a broker waits for the answer, that may be as late as its end
     */
    CompletableFuture<?> ask(RunRequested requested);

    /** What the run is there, to be read after "run … has begun": empty, or as {@code " as Workflow x"}. */
    String name();

    /** Whether it is seen there how a run stands. Who interrupts a command that follows such a run may leave it there. */
    boolean isWatched();

    /** Once nothing more is done there for the run, how that came; empty before, and where nobody can know. */
    Optional<Ending> ending();

    /** Where the run is, for the ledger: other commands ask there; empty before it is asked for, and where that needs no place. */
    Optional<String> place();

    /** What keeps it from going on there, as far as that is seen. */
    List<Obstacle> obstacles();

    /** The run is to stop, and the ledger knows it: for what can be ended sooner than by asking the ledger. */
    void stop();

    /** What may be wrong when nobody has worked on the run for a while. */
    String silence();

    @Override
    void close();

    /**
     * What keeps a run from going on there.
     *
     * @param what the same as long as the user need not be told once more
     * @param line what the user is told
     */
    record Obstacle(String what, String line) {}

    /**
     * How a run came to its end there.
     *
     * @param message one line
     * @param failed whether nobody wanted it to end
     */
    record Ending(String message, boolean failed) {}
}

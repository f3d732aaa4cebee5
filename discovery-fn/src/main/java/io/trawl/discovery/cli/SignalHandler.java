package io.trawl.discovery.cli;

import io.trawl.discovery.progress.Progress;

/** The run of a command, once it has begun, and what a signal does to it. */
final class SignalHandler {

    private static final String QUESTION =
            "trawl: the run goes on without this command: s stops it, anything else leaves it running [s/L]: ";

    private final CliContext context;
    private volatile Interruption interruption;
    private volatile boolean left;

    SignalHandler(CliContext context) {
        this.context = context;
    }

    /** From now on signals are about this run. */
    void begin(RunHandle control, Progress progress) {
        interruption = context.interruption(() -> interrupted(control, progress));
    }

    /** A run of other processes continues there, unless the user answers that it is to be stopped. */
    private void interrupted(RunHandle control, Progress progress) {
        if (control.leave() != null) {
            progress.aside(() -> left = !isToBeStopped());
        }
        if (left) {
            control.leave().run();
        } else {
            progress.warning("stopping when what is under way has ended; interrupt once more to end at once");
            control.stop().run();
        }
    }

    private boolean isToBeStopped() {
        return context.ask(QUESTION)
                .filter(answer -> answer.equalsIgnoreCase("s") || answer.equalsIgnoreCase("stop"))
                .isPresent();
    }

    boolean hasBegun() {
        return interruption != null;
    }

    boolean isInterrupted() {
        return interruption != null && interruption.happened();
    }

    /** Whether a run was left to go on elsewhere. */
    boolean isLeft() {
        return left;
    }
}

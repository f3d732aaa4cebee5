package io.trawl.discovery.cli;

import io.trawl.api.ledger.RunStart;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The commands that work on a run until it ends. */
final class RunCommands {

    private RunCommands() {}

    /** Runs a workflow to its end. */
    @Command(name = "ingest", description = "Runs the workflow; progress on stderr, summary on stdout.")
    static final class Ingest implements Callable<Integer> {

        @Mixin
        private RunOptions options;

        @Option(
                names = "--join",
                paramLabel = "RUN",
                description = "Help with a run that is under way: its id, or latest.")
        private String join;

        @Override
        public Integer call() {
            return options.run(join == null ? RunStart.anew() : RunStart.join(join));
        }
    }

    /** Continues a run. */
    @Command(name = "resume", description = "Continues a run that was stopped or interrupted.")
    static final class Resume implements Callable<Integer> {

        @Mixin
        private RunParameter run;

        @Mixin
        private RunOptions options;

        @Override
        public Integer call() {
            return options.run(RunStart.resume(run.run()));
        }
    }

    /** Tries again what failed in a run. */
    @Command(name = "retry", description = "Tries again what failed in a run that has ended, and only that.")
    static final class Retry implements Callable<Integer> {

        @Mixin
        private RunParameter run;

        @Mixin
        private RunOptions options;

        @Override
        public Integer call() {
            return options.run(RunStart.retry(run.run()));
        }
    }
}

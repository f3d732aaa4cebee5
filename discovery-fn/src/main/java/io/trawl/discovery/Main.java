package io.trawl.discovery;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.trawl.discovery.cli.CommandLineApplication;

/**
 * With arguments the command line, without them the function. A command needs no server and no injection, so it does not
 * wait for Quarkus to start, which takes longer than many commands.
 */
@QuarkusMain(name = "discovery-fn")
public final class Main {

    Main() {}

    public static void main(String... args) {
        if (args.length == 0) {
            Quarkus.run();
        } else {
            System.exit(CommandLineApplication.run(args));
        }
    }
}

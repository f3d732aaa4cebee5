package io.trawl.discovery;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.trawl.api.util.OutOfMemory;
import io.trawl.discovery.cli.CommandLineApplication;

/**
 * Entry point of the application. {@code serve} starts Quarkus with the discovery function; every other command runs
 * without Quarkus, whose start takes longer than many commands.
 */
@QuarkusMain(name = "discovery-fn")
public final class Main {

    Main() {}

    public static void main(String... args) {
        OutOfMemory.endsProcess();
        if (args.length == 1 && args[0].equals("serve")) {
            // Not through the command line, which ends the process: dev mode stops and starts the server within one.
            Quarkus.run();
        } else {
            System.exit(CommandLineApplication.run(args));
        }
    }
}

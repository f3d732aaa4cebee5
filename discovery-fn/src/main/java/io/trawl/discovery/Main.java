package io.trawl.discovery;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.trawl.discovery.cli.CommandLineApplication;

/** With arguments the command line, without them the function. */
@QuarkusMain
public final class Main {

    Main() {}

    public static void main(String... args) {
        if (args.length == 0) {
            Quarkus.run();
        } else {
            CommandLineApplication.prepare(args);
            Quarkus.run(CommandLineApplication.class, args);
        }
    }
}

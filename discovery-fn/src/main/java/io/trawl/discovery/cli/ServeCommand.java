package io.trawl.discovery.cli;

import io.quarkus.runtime.Quarkus;
import picocli.CommandLine.Command;

/** Starts the discovery function, which serves until the process is stopped. */
@Command(
        name = "serve",
        description = {
            "Serves the discovery function at http://127.0.0.1:8080 until it is stopped.",
            "QUARKUS_HTTP_HOST and QUARKUS_HTTP_PORT set another address."
        })
final class ServeCommand implements Runnable {

    @Override
    public void run() {
        Quarkus.run();
    }
}

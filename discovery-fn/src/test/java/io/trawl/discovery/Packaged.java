package io.trawl.discovery;

import io.trawl.testkit.Checkout;
import java.nio.file.Path;

/** The applications as the build packages them. */
public final class Packaged {

    private Packaged() {}

    /**
     * A pod that runs one, with little memory and started quickly, since there are many on one machine; not started yet.
     *
     * @param application {@code discovery-fn} or {@code worker-fn}
     */
    public static ProcessBuilder pod(String application) {
        return new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-jar",
                Checkout.root()
                        .resolve(application)
                        .resolve("target/quarkus-app/quarkus-run.jar")
                        .toString());
    }
}

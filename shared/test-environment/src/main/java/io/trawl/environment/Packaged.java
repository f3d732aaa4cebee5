package io.trawl.environment;

import io.trawl.testkit.Checkout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The applications as the build packages them, and other processes of Java; not started yet. */
public final class Packaged {

    private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private Packaged() {}

    /** The file with which an application is started: {@code discovery-fn} or {@code worker-fn}. */
    public static Path application(String name) {
        return Checkout.root().resolve(name).resolve("target/quarkus-app/quarkus-run.jar");
    }

    /** A process of the JVM that runs the tests. */
    public static ProcessBuilder java(List<String> options, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    /** A command of an application, started quickly, since there are many on one machine. */
    public static ProcessBuilder command(String application, List<String> options, String... arguments) {
        List<String> all = new ArrayList<>(QUICK_START);
        all.addAll(options);
        all.addAll(List.of("-jar", application(application).toString()));
        return java(all, arguments);
    }

    /** The same with as little memory as a pod has. */
    public static ProcessBuilder pod(String application, String... arguments) {
        return command(application, List.of("-Xmx128m"), arguments);
    }
}

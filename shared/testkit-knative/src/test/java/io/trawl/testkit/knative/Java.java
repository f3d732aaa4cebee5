package io.trawl.testkit.knative;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands that run a class of these tests. */
final class Java {

    private Java() {}

    static ProcessBuilder command(Class<?> main, String... arguments) {
        String classes = Path.of(
                        main.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toString();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx32m",
                "-cp",
                classes,
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }
}

package io.trawl.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The repository's files as they lie on this machine, found from the folder in which a test runs. */
public final class Checkout {

    private static final Set<String> NOT_INSTALLED = Set.of("src", "target");

    private Checkout() {}

    /**
     * The folder of the whole build.
     *
     * @throws IllegalStateException if this process does not run within it
     */
    public static Path root() {
        return find().orElseThrow(() ->
                new IllegalStateException("no folder above " + Path.of("").toAbsolutePath() + " holds mvnw"));
    }

    /**
     * Published schemas, which are no part of the repository: where a system property says, else in
     * {@code ../shared/schemas} beside its root. Empty if the property is not set and this process does not run within the
     * repository; what is named need not exist.
     *
     * @param property its name
     * @param name of a file or folder in {@code ../shared/schemas}
     */
    public static Optional<Path> schemas(String property, String name) {
        return Optional.ofNullable(System.getProperty(property)).map(Path::of).or(() -> find().map(
                        root -> root.resolveSibling("shared/schemas").resolve(name)));
    }

    /**
     * What is in a file.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies the manifests of a module: its files without the sources and what is built of them. */
    public static void copyManifests(Path module, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(module)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = module.relativize(file);
                if (!NOT_INSTALLED.contains(relative.getName(0).toString())) {
                    Path copy = target.resolve(relative);
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
    }

    private static Optional<Path> find() {
        return Stream.iterate(Path.of("").toAbsolutePath(), at -> at != null, Path::getParent)
                .filter(at -> Files.exists(at.resolve("mvnw")))
                .findFirst();
    }
}

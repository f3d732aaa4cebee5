package io.trawl.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What is done with a folder and everything in it. */
public final class Folders {

    private Folders() {}

    /**
     * Copies a folder to a path where nothing is yet, with the permissions of its files.
     *
     * @param copied says of the folder and of everything in it whether it is copied
     * @throws UncheckedIOException if a file cannot be read or written
     */
    public static void copy(Path from, Path to, Predicate<Path> copied) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files.filter(copied)::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Deletes a folder and everything in it.
     *
     * @throws UncheckedIOException if it is not there or a file in it cannot be deleted
     */
    public static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

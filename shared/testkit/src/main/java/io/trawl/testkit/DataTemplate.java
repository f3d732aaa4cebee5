package io.trawl.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/**
 * A data directory as initdb leaves it, to be copied: initdb takes longer than all that most tests do with a server. It is
 * deleted when this process ends.
 */
final class DataTemplate {

    /** A file in each data directory, which Zonky locks while its server runs. */
    private static final String LOCK = "epg-lock";

    private final Path directory;
    /** Held while this process lives, else Zonky of another one deletes the directory after ten minutes as left behind. */
    private final FileChannel lock;

    /**
     * @param directory of a server that has been stopped
     * @throws IOException if it cannot be locked
     */
    DataTemplate(Path directory) throws IOException {
        this.directory = directory;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Folders.delete(directory)));
        lock = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE);
        lock.lock();
    }

    /** Copies it to where nothing is yet. */
    void copyTo(Path target) {
        try {
            // Zonky of this process opens what is older than ten minutes, and closing it would give our lock back.
            Files.setLastModifiedTime(directory.resolve(LOCK), FileTime.from(Instant.now()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Folders.copy(directory, target, file -> !file.endsWith(LOCK));
    }
}

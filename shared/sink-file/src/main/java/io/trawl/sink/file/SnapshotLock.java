package io.trawl.sink.file;

import io.trawl.api.util.FileTarget;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second run from writing the same snapshot: a lock on a file beside it, which the system gives back when the process
 * ends, however it ends.
 */
final class SnapshotLock implements AutoCloseable {

    private final Path path;
    private final FileChannel channel;

    private SnapshotLock(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** The lock; empty if another has it. */
    static Optional<SnapshotLock> take(Path path) throws IOException {
        while (true) {
            FileChannel channel = FileTarget.create(path);
            Object ours = key(path);
            if (!locked(channel)) {
                channel.close();
                return Optional.empty();
            }
            // Who had it before may have deleted the file between its opening and its locking.
            if (ours != null && ours.equals(key(path))) {
                return Optional.of(new SnapshotLock(path, channel));
            }
            channel.close();
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // it is this process that has it
        }
    }

    /** What distinguishes a file from another of the same name; null if there is none. */
    private static @Nullable Object key(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Deletes the file while it is still locked, so that another run's is never deleted. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
            channel.close();
        } catch (IOException e) {
            // What is left behind is a file without a lock, once this process has ended.
        }
    }
}

package io.trawl.core.sink;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The file that a snapshot becomes, and files beside it. Written is only what is new or a regular file: a device, a pipe or a
 * socket would be lost when a file takes its name.
 */
final class SnapshotTarget {

    /** What Linux takes for a loop. */
    private static final int MOST_LINKS = 40;

    private final Path named;
    private final Path file;

    private SnapshotTarget(Path named, Path file) {
        this.named = named;
        this.file = file;
    }

    /**
     * Follows the links that a name is; a name that is none may not exist yet.
     *
     * @throws IOException if they lead in a circle
     */
    static SnapshotTarget of(Path named) throws IOException {
        Path file = named;
        for (int links = 0; Files.isSymbolicLink(file); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemException(named.toString(), null, "its links lead in a circle");
            }
            file = file.resolveSibling(Files.readSymbolicLink(file)).normalize();
        }
        return new SnapshotTarget(named, file);
    }

    /** The file itself, where its name is a link. */
    Path file() {
        return file;
    }

    boolean isLink() {
        return !file.equals(named);
    }

    /** A file beside it, whose name begins with its own. */
    Path beside(String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    /**
     * Checks what is there.
     *
     * @throws IOException if it is something else than a regular file
     */
    static void check(Path path) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return;
        }
        if (!attributes.isRegularFile()) {
            String what = attributes.isDirectory()
                    ? "a folder"
                    : attributes.isSymbolicLink() ? "a link" : "a device, a pipe or a socket";
            throw new FileSystemException(path.toString(), null, "it is " + what + ", not a file");
        }
    }

    /** Opens a file to be written from its beginning; a link is not followed. */
    static FileChannel create(Path path) throws IOException {
        return open(path, CREATE, WRITE, TRUNCATE_EXISTING, LinkOption.NOFOLLOW_LINKS);
    }

    /** Opens a file that is there, to be written to its end; a link is not followed. */
    static FileChannel append(Path path) throws IOException {
        FileChannel channel = open(path, WRITE, LinkOption.NOFOLLOW_LINKS);
        channel.position(channel.size());
        return channel;
    }

    /** Looks first: a pipe that is opened waits for its reader. */
    private static FileChannel open(Path path, OpenOption... options) throws IOException {
        check(path);
        return FileChannel.open(path, options);
    }

    /** Why a file cannot be written, for a message that names it. */
    static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such folder";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e instanceof FileSystemException known && known.getReason() != null
                ? known.getReason()
                : String.valueOf(e.getMessage());
    }
}

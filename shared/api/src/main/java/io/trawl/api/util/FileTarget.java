package io.trawl.api.util;

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
import java.util.Optional;

/**
 * A file that a user names to be written, and files beside it. Only a new or a regular file is written: a device, a pipe or a
 * socket would be lost when a file takes its name.
 */
public final class FileTarget {

    /** What Linux takes for a loop. */
    private static final int MOST_LINKS = 40;

    private final Path named;
    private final Path file;

    private FileTarget(Path named, Path file) {
        this.named = named;
        this.file = file;
    }

    /**
     * Follows the links that a name is; a name that is none may not exist yet.
     *
     * @throws IOException if they lead in a circle
     */
    public static FileTarget of(Path named) throws IOException {
        Path file = named;
        for (int links = 0; Files.isSymbolicLink(file); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemException(named.toString(), null, "its links lead in a circle");
            }
            file = file.resolveSibling(Files.readSymbolicLink(file)).normalize();
        }
        return new FileTarget(named, file);
    }

    /** The file itself, where its name is a link. */
    public Path file() {
        return file;
    }

    public boolean isLink() {
        return !file.equals(named);
    }

    /** A file beside it, whose name begins with its own. */
    public Path beside(String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    /**
     * What is there instead of a regular file, as {@code "a folder"}; empty if it is a regular file, or nothing.
     *
     * @throws IOException if that cannot be found out
     */
    public static Optional<String> obstacle(Path path) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (attributes.isRegularFile()) {
            return Optional.empty();
        }
        if (attributes.isDirectory()) {
            return Optional.of("a folder");
        }
        return Optional.of(attributes.isSymbolicLink() ? "a link" : "a device, a pipe or a socket");
    }

    /**
     * Checks what is there.
     *
     * @throws IOException if it is something else than a regular file
     */
    public static void check(Path path) throws IOException {
        Optional<String> obstacle = obstacle(path);
        if (obstacle.isPresent()) {
            throw new FileSystemException(path.toString(), null, "it is " + obstacle.get() + ", not a file");
        }
    }

    /** Opens a file to be written from its beginning; a link is not followed. */
    public static FileChannel create(Path path) throws IOException {
        return open(path, CREATE, WRITE, TRUNCATE_EXISTING, LinkOption.NOFOLLOW_LINKS);
    }

    /** Opens a file that is there, to be written to its end; a link is not followed. */
    public static FileChannel append(Path path) throws IOException {
        FileChannel channel = open(path, WRITE, LinkOption.NOFOLLOW_LINKS);
        channel.position(channel.size());
        return channel;
    }

    /** Looks first: a pipe that is opened waits for its reader. */
    private static FileChannel open(Path path, OpenOption... options) throws IOException {
        check(path);
        return FileChannel.open(path, options);
    }

    /**
     * Says that a folder does not exist, for a message about a file in it. Named is the outermost one that is missing; where that is
     * a link, the one that it leads to.
     */
    public static String missingFolder(Path folder) {
        Path missing = folder;
        while (missing.getParent() != null && !Files.exists(missing.getParent())) {
            missing = missing.getParent();
        }
        return "the folder " + ledTo(missing) + (Files.exists(missing) ? " is not a folder" : " does not exist");
    }

    private static Path ledTo(Path link) {
        try {
            return of(link).file();
        } catch (IOException circle) {
            return link;
        }
    }

    /** Why a file cannot be written, for a message that names it. */
    public static String reason(IOException e) {
        if (e instanceof NoSuchFileException missing) {
            return missingFolder(Path.of(missing.getFile()).getParent());
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e instanceof FileSystemException known && known.getReason() != null
                ? known.getReason()
                : String.valueOf(e.getMessage());
    }
}

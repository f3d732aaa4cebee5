package io.trawl.discovery.cli;

import io.trawl.api.util.FileTarget;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Standard output, which remembers why it could not be written: {@code System.out} and every {@link java.io.PrintWriter} only say
 * that it could not. After the first failure nothing more is written, so that no part is missing in between.
 */
final class StandardOutput extends OutputStream {

    /** The bits of a mode that say of which type a file is, and two of the types; see inode(7). */
    private static final int TYPE = 0170000;

    private static final int PIPE = 0010000;
    private static final int SOCKET = 0140000;

    private final OutputStream out;
    private final Path file;
    private IOException failure;

    /**
     * @param out never closed
     * @param file what it writes to
     */
    StandardOutput(OutputStream out, Path file) {
        this.out = out;
        this.file = file;
    }

    /** That of this process. */
    static StandardOutput ofProcess() {
        return new StandardOutput(new FileOutputStream(FileDescriptor.out), Path.of("/dev/fd/1"));
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        if (failure != null) {
            throw failure;
        }
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** Why it could not be written, one line; empty if it could, or if its reader closed it early, as {@code head} does. */
    synchronized Optional<String> failure() {
        return failure == null || isPipe()
                ? Optional.empty()
                : Optional.of("standard output cannot be written: " + FileTarget.reason(failure));
    }

    /** A pipe or a socket fails only when its reader has closed it. The failure's text does not say which: it is in the user's language. */
    private boolean isPipe() {
        try {
            int type = (int) Files.getAttribute(file, "unix:mode") & TYPE;
            return type == PIPE || type == SOCKET;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}

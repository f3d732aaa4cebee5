package io.trawl.discovery.report;

import io.trawl.core.config.ConfigException;
import io.trawl.core.model.FailureKind;
import io.trawl.core.model.TrawlException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that an option names. It is checked before the run, and after it written completely or not at all. */
public final class OutputFile {

    private final Path file;

    private OutputFile(Path file) {
        this.file = file;
    }

    /** Writes the contents. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Looks whether the file can be written. A device, a pipe or a socket cannot: it would be lost when a file takes its name.
     *
     * @param option for messages, for example {@code --report}
     * @param file null if it was not asked for; then nothing will be written
     * @throws ConfigException if it cannot
     */
    public static OutputFile of(String option, Path file) {
        if (file == null) {
            return new OutputFile(null);
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw new ConfigException(option + ": '" + file + "' is a folder");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new ConfigException(option + ": '" + file + "' is a device, a pipe or a socket, not a file");
        }
        if (!Files.isDirectory(folder)) {
            throw new ConfigException(option + ": '" + file + "': the folder " + folder + " does not exist");
        }
        if (!Files.isWritable(folder)) {
            throw new ConfigException(option + ": '" + file + "': the folder " + folder + " is not writable");
        }
        return new OutputFile(target(file));
    }

    /** Where a link leads; a link that leads nowhere is replaced. */
    private static Path target(Path file) {
        try {
            return Files.isSymbolicLink(file) && Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        } catch (IOException e) {
            return file.toAbsolutePath();
        }
    }

    /**
     * Writes beside the file and then moves, so that nobody sees half of it.
     *
     * @throws TrawlException if the disk is full or the folder has gone meanwhile
     */
    public void write(Content content) {
        if (file == null) {
            return;
        }
        Path temporary = file.resolveSibling("." + file.getFileName() + ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
                content.writeTo(out);
            }
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new TrawlException(FailureKind.INVALID, "'" + file + "' cannot be written: " + e.getMessage(), e);
        }
    }
}

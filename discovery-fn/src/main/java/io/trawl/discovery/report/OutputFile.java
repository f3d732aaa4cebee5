package io.trawl.discovery.report;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.util.FileTarget;
import io.trawl.api.workflow.ConfigException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
     * Looks whether the file, or where its links lead, can be written.
     *
     * @param option for messages, for example {@code --report}
     * @param file null if it was not asked for; then nothing will be written
     * @throws ConfigException if it cannot
     */
    public static OutputFile of(String option, @Nullable Path file) {
        if (file == null) {
            return new OutputFile(null);
        }
        try {
            Path target = FileTarget.of(file.toAbsolutePath()).file();
            Path folder = target.getParent();
            if (folder != null && !Files.isDirectory(folder)) {
                throw new ConfigException(option + ": '" + file + "': " + FileTarget.missingFolder(folder));
            }
            Optional<String> obstacle = FileTarget.obstacle(target);
            if (obstacle.isPresent()) {
                throw new ConfigException(option + ": '" + file + "' is " + obstacle.get() + ", not a file");
            }
            if (!Files.isWritable(folder)) {
                throw new ConfigException(option + ": '" + file + "': the folder " + folder + " is not writable");
            }
            return new OutputFile(target);
        } catch (IOException e) {
            throw new ConfigException(option + ": '" + file + "': " + FileTarget.reason(e));
        }
    }

    /**
     * Writes beside the file and then moves, so that half of it is never seen.
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
            throw new TrawlException(
                    FailureKind.INVALID, "'" + file + "' cannot be written: " + FileTarget.reason(e), e);
        }
    }
}

package io.trawl.discovery.files;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.workflow.OrchestratorConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The key of {@code orchestrator: files}, and how the directory that it names is used. */
record FilesConfig(
        @JsonProperty(required = true)
        @JsonPropertyDescription("With files: where requests and batches are written; all processes see it")
        String directory)
        implements OrchestratorConfig {

    /** The ends of the names of files: one for each run that is requested, and one for each batch that is sent. */
    static final String REQUEST = ".request";

    static final String BATCH = ".batch";

    FilesConfig {
        if (!directory.startsWith("/") || !Files.isDirectory(Path.of(directory))) {
            throw new IllegalArgumentException("directory: '" + directory + "' is no absolute path of a directory");
        }
    }

    /** Writes a file of two lines, which appears whole, in place of one of that name. */
    void write(String name, String run, Object what) {
        Path file = Path.of(directory, name);
        try {
            Files.move(Files.writeString(Path.of(file + ".new"), run + "\n" + what), file, ATOMIC_MOVE);
        } catch (IOException e) {
            throw new TrawlException(FailureKind.TRANSIENT, "directory: '" + file + "' cannot be written: " + e, e);
        }
    }

    List<Path> files(String end) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(directory))) {
            return files.filter(file -> file.toString().endsWith(end)).toList();
        }
    }
}

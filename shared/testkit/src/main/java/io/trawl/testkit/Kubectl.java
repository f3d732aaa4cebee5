package io.trawl.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code kubectl} does without a cluster.
 *
 * @param binary the program
 */
public record Kubectl(Path binary) {

    /** The one on the path; empty if there is none: then a test should be skipped. */
    public static Optional<Kubectl> find() {
        return Stream.of(System.getenv("PATH").split(Pattern.quote(File.pathSeparator)))
                .map(folder -> Path.of(folder, "kubectl"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Kubectl::new);
    }

    /**
     * The resources that {@code kubectl kustomize} makes of a folder.
     *
     * @throws IOException with what it says, if it refuses
     */
    public List<JsonNode> render(Path folder) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("kubectl", ".err");
        try {
            Process process = new ProcessBuilder(binary.toString(), "kustomize", folder.toString())
                    .redirectError(errors.toFile())
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(Files.readString(errors));
            }
            return Yaml.documents(output);
        } finally {
            Files.delete(errors);
        }
    }
}

package io.trawl.knative;

import io.trawl.api.workflow.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The token that names this process to the broker. It is short-lived and replaced in its file, so nothing is kept. */
final class BrokerToken {

    private final Path file;

    BrokerToken(Path file) {
        this.file = file;
    }

    /** The token as it is now; empty if there is none. */
    Optional<Secret> read() throws IOException {
        try {
            String text = Files.readString(file).strip();
            return text.isEmpty() ? Optional.empty() : Optional.of(new Secret(text));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}

package io.trawl.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.util.OneLine;
import io.trawl.config.WorkflowFolder;
import io.trawl.engine.RunListener;
import io.trawl.events.EntityDiscovered;
import io.trawl.events.EntityEnded;
import io.trawl.events.EventException;
import io.trawl.events.Events;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Handles one event in a process of its own, which a JobSink starts: the event is the file {@code event} in the
 * folder that {@code K_EVENT_PATH} names, in its structured form, and the exit code says what became of it (see
 * {@link FailureKind}).
 */
final class OneEvent {

    /** Set by JobSink; where it is, the process is for one event. */
    static final String PATH = "K_EVENT_PATH";

    private static final int MAX_SIZE = 1 << 20;

    /** The event is not delivered again at once, so it is better to wait for a connection than to fail. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private OneEvent() {}

    /** Works on the event, says on stderr in one line what went wrong, and answers the exit code. */
    static int run(Map<String, String> environment, PrintStream err) {
        WorkflowFolder workflows = WorkflowFolder.of(environment);
        Consumer<String> say = line -> err.println("trawl: " + OneLine.folded(line));
        try (Workers workers = new Workers(workflows::read, PATIENCE, workflow -> RunListener.NONE, say)) {
            return exitCode(workers.handle(read(Path.of(environment.get(PATH), "event"))), err);
        } catch (EventException e) {
            say.accept(e.getMessage());
            return kind(e).exitCode();
        }
    }

    private static EntityDiscovered read(Path file) {
        try {
            if (Files.size(file) > MAX_SIZE) {
                throw EventException.unusable(file + ": is larger than " + MAX_SIZE + " bytes");
            }
            JsonNode event = JSON.readTree(file.toFile());
            Events.checkSpecVersion(event.path("specversion").asText(null));
            String type = event.path("type").asText();
            if (!type.equals(Events.ENTITY_DISCOVERED)) {
                throw EventException.unusable(file + ": type: '" + type + "' is not " + Events.ENTITY_DISCOVERED);
            }
            return JSON.treeToValue(event.path("data"), EntityDiscovered.class);
        } catch (JsonProcessingException e) {
            throw EventException.from(e);
        } catch (IOException e) {
            throw EventException.unusable(file + ": cannot be read");
        }
    }

    private static int exitCode(Optional<EntityEnded> ended, PrintStream err) {
        int exitCode = 0;
        for (EntityEnded.Entity entity : ended.map(EntityEnded::entities).orElse(List.of())) {
            if (entity.kind() != null) {
                err.println("trawl: " + OneLine.of(entity.id() + ": " + entity.message()));
                exitCode = entity.kind().exitCode();
            }
        }
        return exitCode;
    }

    /** The kind of the failure, if it is known, says more than the status of an answer. */
    private static FailureKind kind(EventException e) {
        if (e.getCause() instanceof TrawlException known) {
            return known.kind();
        }
        return switch (e.status()) {
            case 409, 429, 503 -> FailureKind.TRANSIENT;
            case 422 -> FailureKind.INVALID;
            default -> FailureKind.BUG;
        };
    }
}

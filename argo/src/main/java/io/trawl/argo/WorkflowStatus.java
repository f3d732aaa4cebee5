package io.trawl.argo;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.api.orchestrator.RemoteRunner.Obstacle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How a Workflow stands.
 *
 * @param name of the Workflow
 * @param phase how far it is
 * @param message what Argo says of it; may be empty
 * @param shutDown whether a user has shut it down
 * @param problems what is wrong with it or keeps it from going on; mostly empty
 */
public record WorkflowStatus(String name, Phase phase, String message, boolean shutDown, List<Obstacle> problems) {

    /** Argo's phases of a Workflow; one that no controller has seen yet is PENDING. */
    public enum Phase {
        PENDING,
        RUNNING,
        SUCCEEDED,
        FAILED,
        ERROR;

        /** As Argo writes it. */
        public String argoName() {
            return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
        }

        /** Whether nothing more happens. */
        public boolean completed() {
            return this != PENDING && this != RUNNING;
        }
    }

    public WorkflowStatus {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(phase, "phase");
        message = message == null ? "" : MessageText.one(message);
        problems = List.copyOf(problems);
    }

    /** What a Workflow, as the API shows it, says of itself. */
    public static WorkflowStatus of(JsonNode workflow) {
        JsonNode status = workflow.path("status");
        Phase phase = phase(status.path("phase").asText(), isCompleted(workflow));
        List<Obstacle> problems = new ArrayList<>();
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asText().equals("SpecError")
                    && condition.path("status").asText().equals("True")) {
                problems.add(PodProblems.reported("its specification is wrong: "
                        + MessageText.one(condition.path("message").asText())));
            }
        }
        problems.addAll(PodProblems.of(status.path("nodes"), phase));
        return new WorkflowStatus(
                workflow.at("/metadata/name").asText(),
                phase,
                status.path("message").asText(),
                workflow.at("/spec").hasNonNull("shutdown"),
                problems);
    }

    private static boolean isCompleted(JsonNode workflow) {
        return workflow.at("/metadata/labels")
                .path(Argo.COMPLETED_LABEL)
                .asText()
                .equals("true");
    }

    /** A phase that a later Argo may have is taken for one that goes on, unless the label says that it does not. */
    private static Phase phase(String text, boolean completed) {
        if (text.isEmpty()) {
            return Phase.PENDING;
        }
        for (Phase phase : Phase.values()) {
            if (phase.name().equals(text.toUpperCase(Locale.ROOT))) {
                return phase;
            }
        }
        return completed ? Phase.ERROR : Phase.RUNNING;
    }
}

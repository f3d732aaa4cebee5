package io.trawl.argo;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.argo.WorkflowStatus.Phase;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Why pods of a Workflow do not start, and, once it has failed, what became of them. */
final class PodProblems {

    /** More of them say the same in other words. */
    private static final int MAX = 5;
    /** What every pod is for a while. */
    private static final Set<String> STARTING = Set.of("PodInitializing", "ContainerCreating");

    /** With which the API begins to say why a pod may not be created. */
    private static final Pattern POD_NAME = Pattern.compile("^pods \"[^\"]*\"");

    private PodProblems() {}

    /**
     * A line for each problem, not for each pod.
     *
     * @param nodes of the Workflow's status, by id; may be missing
     */
    static List<String> of(JsonNode nodes, Phase workflow) {
        boolean failed = workflow == Phase.FAILED || workflow == Phase.ERROR;
        Set<String> lines = new LinkedHashSet<>();
        for (JsonNode node : nodes) {
            String message = POD_NAME.matcher(node.path("message").asText()).replaceFirst("its pod");
            if (node.path("type").asText().equals("Pod") && !message.isEmpty()) {
                String phase = node.path("phase").asText();
                String step = "step '" + node.path("templateName").asText() + "': ";
                if (phase.equals("Pending") && !workflow.completed() && !STARTING.contains(message)) {
                    lines.add(step + "a pod does not start: " + Lines.one(message));
                } else if (failed && (phase.equals("Error") || phase.equals("Failed"))) {
                    lines.add(step + Lines.one(message));
                }
            }
        }
        return lines.stream().limit(MAX).toList();
    }
}

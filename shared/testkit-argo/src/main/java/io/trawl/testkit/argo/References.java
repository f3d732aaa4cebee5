package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code workflowRestrictions.templateReferencing: Strict}: a Workflow refers to a template, and may say nothing that is not
 * harmless (setExecWorkflow in workflow/controller/operator.go, ValidateUserOverrides in workflow/util/merge.go).
 */
final class References {

    private static final Set<String> ALLOWED = Set.of(
            "arguments",
            "entrypoint",
            "shutdown",
            "suspend",
            "activeDeadlineSeconds",
            "priority",
            "ttlStrategy",
            "podGC",
            "volumeClaimGC",
            "archiveLogs",
            "workflowMetadata",
            "workflowTemplateRef",
            "metrics",
            "artifactGC");

    private References() {}

    /** What the controller says against a Workflow's own spec; null for nothing. */
    static String problem(JsonNode spec) {
        if (!spec.has("workflowTemplateRef")) {
            return "workflows must use workflowTemplateRef to be executed when the controller is in reference mode";
        }
        List<String> violations = spec.properties().stream()
                .map(Map.Entry::getKey)
                .filter(field -> !ALLOWED.contains(field))
                .map(field -> field.substring(0, 1).toUpperCase(Locale.ROOT) + field.substring(1))
                .sorted()
                .toList();
        return violations.isEmpty()
                ? null
                : "fields " + violations.stream().collect(Collectors.joining(" ", "[", "]"))
                        + " are not permitted when using workflowTemplateRef with templateReferencing restriction";
    }
}

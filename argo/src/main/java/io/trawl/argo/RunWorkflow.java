package io.trawl.argo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.trawl.api.workflow.Workflow;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Builds the Workflow of a run. It holds the name of the WorkflowTemplate, arguments and a time limit, and no secret. A
 * cluster that allows installed templates only would refuse templates in it (Argo, templateReferencing: Strict).
 */
public final class RunWorkflow {

    /** The WorkflowTemplate that is installed with {@code kubectl apply -k argo/}. */
    public static final String TEMPLATE = "trawl";
    /** The label by which a run's Workflows are found; its value is the run's id, or made from it. */
    public static final String RUN_LABEL = "trawl.io/run";

    static final String MANAGED_BY_LABEL = "app.kubernetes.io/managed-by";
    static final String MANAGED_BY = "trawl";

    private static final String WORKFLOW_ANNOTATION = "trawl.io/workflow";
    private static final String PREFIX = "trawl-";
    private static final int MAX_SUFFIX = 20;
    /** Kubernetes adds five characters to a name that it generates. */
    private static final int MAX_GENERATE_NAME = ResourceNames.MAX - 5;

    private static final Pattern SUFFIX = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    /** Every text in quotes: without them, 0x1f is a number. */
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER, YAMLGenerator.Feature.SPLIT_LINES)
            .build();

    private RunWorkflow() {}

    /**
     * The Workflow of a run that has begun in the ledger. Its name follows from the run's, so that it is not submitted
     * twice.
     *
     * @param workflow with {@code orchestrator: argo}
     * @param runId not blank
     * @param suffix distinguishes the Workflows of one run: small letters and digits, joined by {@code -}, at most 20; null
     *     for the first
     * @param allowLargeDeletion whether the limit of deletions is set aside
     * @throws io.trawl.api.workflow.ConfigException if a value of the workflow cannot be an argument; one line
     */
    public static ObjectNode submitted(
            Workflow workflow, String runId, @Nullable String suffix, boolean allowLargeDeletion) {
        ObjectNode json = skeleton(workflow, runId, allowLargeDeletion);
        ObjectNode metadata = json.withObject("/metadata");
        metadata.put("name", name(runId, suffix));
        metadata.withObject("/labels").put(RUN_LABEL, ResourceNames.labelValue(runId));
        return json;
    }

    /**
     * A Workflow that begins a run of its own each time it is created: {@code kubectl create -f -}.
     *
     * @param workflow with {@code orchestrator: argo}
     * @throws io.trawl.api.workflow.ConfigException if a value of the workflow cannot be an argument; one line
     */
    public static ObjectNode rendered(Workflow workflow) {
        ObjectNode json = skeleton(workflow, "", false);
        String name = PREFIX + ResourceNames.dnsLabel(workflow.name(), MAX_GENERATE_NAME - PREFIX.length() - 1) + "-";
        json.withObject("/metadata").put("generateName", name);
        return json;
    }

    /**
     * What {@link #submitted} calls it; at most 63 characters.
     *
     * @param suffix null for the first Workflow of a run
     */
    public static String name(String runId, @Nullable String suffix) {
        if (runId.isBlank()) {
            throw new IllegalArgumentException("runId is blank");
        }
        if (suffix != null
                && (suffix.length() > MAX_SUFFIX || !SUFFIX.matcher(suffix).matches())) {
            throw new IllegalArgumentException("suffix: '" + suffix
                    + "' is not small letters and digits, joined by -, of at most " + MAX_SUFFIX + " characters");
        }
        String end = suffix == null ? "" : "-" + suffix;
        return PREFIX + ResourceNames.dnsLabel(runId, ResourceNames.MAX - PREFIX.length() - end.length()) + end;
    }

    /** A resource as YAML that {@code kubectl} reads. */
    public static String yaml(ObjectNode resource) {
        try {
            return YAML.writeValueAsString(resource);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    private static ObjectNode skeleton(Workflow workflow, String runId, boolean allowLargeDeletion) {
        ObjectNode json = JSON.createObjectNode();
        json.put("apiVersion", Argo.API_VERSION).put("kind", "Workflow");
        ObjectNode metadata = json.putObject("metadata");
        if (PodConfig.of(workflow).namespace() != null) {
            metadata.put("namespace", PodConfig.of(workflow).namespace());
        }
        metadata.putObject("labels").put(MANAGED_BY_LABEL, MANAGED_BY);
        metadata.putObject("annotations").put(WORKFLOW_ANNOTATION, workflow.name());
        ObjectNode spec = json.putObject("spec");
        spec.putObject("workflowTemplateRef").put("name", TEMPLATE);
        spec.put(
                "activeDeadlineSeconds",
                Math.toIntExact(workflow.execution().timeout().toSeconds()));
        ArrayNode parameters = JsonNodeFactory.instance.arrayNode();
        RunArguments.of(workflow, runId, allowLargeDeletion)
                .forEach((name, value) ->
                        parameters.addObject().put("name", name).put("value", value));
        spec.putObject("arguments").set("parameters", parameters);
        return json;
    }
}

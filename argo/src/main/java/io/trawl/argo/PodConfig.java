package io.trawl.argo;

import static io.trawl.api.util.OneLine.quoted;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.trawl.api.workflow.OrchestratorConfig;
import io.trawl.api.workflow.Workflow;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys of {@code distributedExecution} that are Argo's: in which pods the workers are.
 *
 * @param namespace of the Workflow and its pods; null: that of the kubeconfig's context or of the process' own pod
 * @param serviceAccount of the pods; null: the WorkflowTemplate's
 * @param image of a worker; null: the WorkflowTemplate's
 * @param resourceRequests quantities as Kubernetes writes them, by the name of the resource; of a worker
 * @param resourceLimits the same; empty: none
 */
public record PodConfig(
        @JsonPropertyDescription("With argo: the namespace of the pods; default: the one kubectl would use") @Nullable
        String namespace,

        @JsonPropertyDescription("With argo: the pods' service account; default: the WorkflowTemplate's") @Nullable
        String serviceAccount,

        @JsonPropertyDescription("With argo: the image of a worker; default: the WorkflowTemplate's") @Nullable
        String image,

        @JsonPropertyDescription(
                "With argo: what a worker asks for, quantities by resource; default: cpu 250m, memory 256Mi")
        Map<String, String> resourceRequests,

        @JsonPropertyDescription("With argo: what a worker may use, quantities by resource; default: no limit")
        Map<String, String> resourceLimits)
        implements OrchestratorConfig {

    /** What a worker asks for unless the workflow says otherwise; its JVM rests at about 100 MiB. */
    static final Map<String, String> DEFAULT_REQUESTS = Map.of("cpu", "250m", "memory", "256Mi");

    public PodConfig {
        resourceRequests = Map.copyOf(resourceRequests);
        resourceLimits = Map.copyOf(resourceLimits);
    }

    /**
     * What a file says, with defaults. What Kubernetes would refuse is refused here: it would say so only when the first
     * pod is to start.
     *
     * @throws IllegalArgumentException if a value is wrong; the message starts with its key
     */
    @JsonCreator
    static PodConfig read(
            @JsonProperty("namespace") String namespace,
            @JsonProperty("serviceAccount") String serviceAccount,
            @JsonProperty("image") String image,
            @JsonProperty("resourceRequests") Map<String, String> resourceRequests,
            @JsonProperty("resourceLimits") Map<String, String> resourceLimits) {
        PodNames.check(namespace, serviceAccount, image);
        Map<String, String> limits = Resources.checked("resourceLimits", resourceLimits);
        Map<String, String> requests = new LinkedHashMap<>(Resources.checked("resourceRequests", resourceRequests));
        limits.forEach((name, limit) -> {
            String request = requests.get(name);
            if (request != null && Resources.isAbove(request, limit)) {
                throw new IllegalArgumentException("resourceRequests." + name + ": " + quoted(request)
                        + " is above resourceLimits." + name + ", which is " + limit);
            }
        });
        DEFAULT_REQUESTS.forEach((name, request) -> {
            String limit = limits.get(name);
            requests.putIfAbsent(name, limit != null && Resources.isAbove(request, limit) ? limit : request);
        });
        return new PodConfig(namespace, serviceAccount, image, requests, limits);
    }

    /** The workflow's, which must be one of {@code orchestrator: argo}. */
    public static PodConfig of(Workflow workflow) {
        return (PodConfig) workflow.execution().orchestrator().config();
    }
}

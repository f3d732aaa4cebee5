package io.trawl.api.workflow;

import java.util.Map;

/**
 * In which pods the workers of an Argo Workflow are.
 *
 * @param namespace of the Workflow and its pods; null: that of the kubeconfig's context or of the process' own pod
 * @param serviceAccount of the pods; null: the WorkflowTemplate's
 * @param image of a worker; null: the WorkflowTemplate's
 * @param resourceRequests quantities as Kubernetes writes them, by the name of the resource; of a worker
 * @param resourceLimits the same; empty: none
 */
public record Pods(
        String namespace,
        String serviceAccount,
        String image,
        Map<String, String> resourceRequests,
        Map<String, String> resourceLimits) {

    /** What a worker asks for unless the workflow says otherwise; its JVM rests at about 100 MiB. */
    public static final Map<String, String> DEFAULT_REQUESTS = Map.of("cpu", "250m", "memory", "256Mi");

    public Pods {
        resourceRequests = Map.copyOf(resourceRequests);
        resourceLimits = Map.copyOf(resourceLimits);
    }
}

package io.trawl.argo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.DistributedExecution;
import io.trawl.api.workflow.RetryPolicy;
import io.trawl.api.workflow.Workflow;
import io.trawl.config.WorkflowName;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What a run hands to the parameters of the WorkflowTemplate. */
final class RunArguments {

    /** Pods that get lost, and whose loss the ledger does not count as an attempt. */
    private static final int LOST_PODS = 5;

    private static final Pattern EXPANDED = Pattern.compile("[\\s*?\\[\\]]");

    private static final String EXECUTION = "workflowConfig.distributedExecution.";

    private RunArguments() {}

    /** Values by parameter; where there is none, the template's own holds. */
    static Map<String, String> of(Workflow workflow, String runId, boolean allowLargeDeletion) {
        if (!WorkflowName.isValid(workflow.name())) {
            throw new ConfigException(
                    "workflow: '" + workflow.name() + "' is no name that pods could find it by: " + WorkflowName.RULE);
        }
        DistributedExecution execution = workflow.execution();
        PodConfig pods = PodConfig.of(workflow);
        RetryPolicy retry = execution.retryPolicy();
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("workflow", workflow.name());
        arguments.put("run", unexpanded("run", plain("run", runId)));
        arguments.put("allow-large-deletion", Boolean.toString(allowLargeDeletion));
        if (pods.image() != null) {
            arguments.put("worker-image", plain(EXECUTION + "image", pods.image()));
        }
        if (pods.serviceAccount() != null) {
            arguments.put("service-account", plain(EXECUTION + "serviceAccount", pods.serviceAccount()));
        }
        arguments.put("worker-resources", resources(pods));
        arguments.put("timeout", Long.toString(execution.timeout().toSeconds()));
        arguments.put("retries", Integer.toString(retry.maxAttempts() - 1 + LOST_PODS));
        arguments.put("backoff", duration(retry.backoff()));
        arguments.put(
                "backoff-factor",
                BigDecimal.valueOf(retry.backoffFactor()).toBigIntegerExact().toString());
        arguments.put("max-backoff", duration(retry.maxBackoff()));
        return arguments;
    }

    /** The start script of the image hands arguments on without quotes. */
    private static String unexpanded(String key, String value) {
        if (EXPANDED.matcher(value).find()) {
            throw new ConfigException(
                    key + ": '" + value + "' holds a blank or one of * ? [ ], as no argument of a pod may");
        }
        return value;
    }

    private static String resources(PodConfig pods) {
        Map<String, Map<String, String>> resources = new LinkedHashMap<>();
        put(resources, "requests", "resourceRequests", pods.resourceRequests());
        put(resources, "limits", "resourceLimits", pods.resourceLimits());
        try {
            return JsonMapper.builder().build().writeValueAsString(resources);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of texts can always be written", e);
        }
    }

    private static void put(
            Map<String, Map<String, String>> resources, String name, String key, Map<String, String> quantities) {
        quantities.forEach((resource, quantity) -> {
            plain(EXECUTION + key, resource);
            plain(EXECUTION + key + "." + resource, quantity);
        });
        if (!quantities.isEmpty()) {
            resources.put(name, new TreeMap<>(quantities)); // the same text for the same workflow
        }
    }

    /** Argo's durations are Go's, which know no days; it takes a number without a unit for seconds. */
    private static String duration(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }

    /** Argo looks for variables and expressions in what it has put in place of others, too. */
    private static String plain(String key, String value) {
        if (value.contains("{{")) {
            throw new ConfigException(key + ": '" + value + "' holds '{{', with which Argo's variables begin");
        }
        return value;
    }
}

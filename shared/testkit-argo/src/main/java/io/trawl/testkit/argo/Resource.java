package io.trawl.testkit.argo;

import java.util.Arrays;
import java.util.Optional;

/** A resource of the API group {@code argoproj.io}, all of them namespaced. */
enum Resource {
    WORKFLOW("workflows", "Workflow"),
    WORKFLOW_TEMPLATE("workflowtemplates", "WorkflowTemplate"),
    CRON_WORKFLOW("cronworkflows", "CronWorkflow");

    static final String GROUP = "argoproj.io";
    static final String API_VERSION = GROUP + "/v1alpha1";

    private final String plural;
    private final String kind;

    Resource(String plural, String kind) {
        this.plural = plural;
        this.kind = kind;
    }

    String plural() {
        return plural;
    }

    String kind() {
        return kind;
    }

    /** As messages of the API name it. */
    String qualified() {
        return plural + "." + GROUP;
    }

    static Optional<Resource> ofPlural(String plural) {
        return Arrays.stream(values())
                .filter(resource -> resource.plural.equals(plural))
                .findAny();
    }

    static Optional<Resource> ofKind(String kind) {
        return Arrays.stream(values())
                .filter(resource -> resource.kind.equals(kind))
                .findAny();
    }
}

package io.trawl.argo;

/** Argo's resources in the Kubernetes API. */
final class Argo {

    static final String GROUP = "argoproj.io";
    static final String VERSION = "v1alpha1";
    static final String API_VERSION = GROUP + "/" + VERSION;
    static final String WORKFLOWS = "workflows";
    static final String TEMPLATES = "workflowtemplates";

    /** What Argo's controller puts on a Workflow that has ended. */
    static final String COMPLETED_LABEL = "workflows.argoproj.io/completed";

    private Argo() {}
}

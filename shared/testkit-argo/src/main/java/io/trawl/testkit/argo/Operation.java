package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/**
 * A pass of the controller over a Workflow (operate in workflow/controller/operator.go): from what is stored and the pods
 * that there are it works out what is next, and does it. It knows nothing else, so a controller that is started again goes on.
 */
final class Operation {

    private final ObjectNode workflow;
    private final String name;
    private final String namespace;
    private final Store store;
    private final Kubelet kubelet;
    private final boolean strict;
    private final Duration requeue;
    private final WorkflowStatus status;
    private final Pass.Alarm alarm = new Pass.Alarm();
    private Nodes nodes;

    /** @param requeue how long after an event a pass comes */
    Operation(ObjectNode workflow, Store store, Kubelet kubelet, boolean strict, Duration requeue) {
        this.workflow = workflow;
        this.name = workflow.at("/metadata/name").asText();
        this.namespace = workflow.at("/metadata/namespace").asText();
        this.store = store;
        this.kubelet = kubelet;
        this.strict = strict;
        this.requeue = requeue;
        this.status = new WorkflowStatus(workflow);
        this.nodes = new Nodes(name, workflow.at("/status/nodes"));
    }

    /** The Workflow with the status it has then; the same object if it has completed before. */
    ObjectNode operate() {
        if (WorkflowStatus.hasCompleted(workflow)) {
            return workflow;
        }
        Spec spec = prepared();
        if (spec != null) {
            run(pass(spec));
        }
        return status.written(nodes);
    }

    /** When to look again though nothing happens, or null. */
    Instant again() {
        return alarm.earliest();
    }

    /** The spec, checked when it is seen for the first time; null if it is wrong. */
    private Spec prepared() {
        JsonNode own = workflow.path("spec");
        if (strict) {
            String problem = References.problem(own);
            if (problem != null) {
                status.mark(Node.ERROR, problem);
                return null;
            }
        }
        try {
            JsonNode stored = workflow.at("/status/storedWorkflowTemplateSpec");
            Spec spec = stored.isMissingNode() ? Spec.of(store, namespace, workflow) : Spec.merged(own, stored);
            if (own.has("workflowTemplateRef") && stored.isMissingNode()) {
                status.store(spec);
            }
            if (status.phase().isEmpty()) {
                new Validation(spec).check(own);
            }
            return spec;
        } catch (ApiException e) {
            status.mark(Node.ERROR, e.getMessage().replace("workflowtemplates.", "workflowtemplate."));
        } catch (InvalidSpecException e) {
            status.mark(Node.FAILED, "invalid spec: " + e.getMessage());
        }
        return null;
    }

    private Pass pass(Spec spec) {
        Map<String, String> globals = new HashMap<>();
        globals.put("workflow.name", name);
        globals.put("workflow.namespace", namespace);
        spec.parameters()
                .forEach(parameter -> globals.put(
                        "workflow.parameters." + parameter.path("name").asText(),
                        parameter.path("value").asText()));
        if (status.phase().isEmpty()) {
            status.mark(Node.RUNNING, "");
        }
        Instant deadline = null;
        if (spec.json().has("activeDeadlineSeconds")) {
            long seconds = spec.json().path("activeDeadlineSeconds").asLong();
            deadline = status.startedAt().truncatedTo(ChronoUnit.SECONDS).plusSeconds(seconds);
            if (Instant.now().isBefore(deadline)) {
                alarm.at(deadline.plusMillis(1));
            }
        }
        return new Pass(name, namespace, spec, globals, nodes, kubelet, deadline, alarm);
    }

    private void run(Pass pass) {
        new Reconciliation(pass, requeue).reconcile();
        Templates templates = new Templates(pass);
        Node main;
        try {
            main = execute(templates, pass, name, pass.spec().entrypoint(), false);
        } catch (TemplateException e) {
            status.mark(Node.ERROR, "error in entry template execution: " + e.getMessage());
            return;
        }
        if (main == null || !main.fulfilled()) {
            return;
        }
        Node exit = null;
        if (!pass.spec().onExit().isEmpty() && pass.mayRun(true)) {
            try {
                exit = execute(templates, pass, pass.exitNode(), pass.spec().onExit(), true);
            } catch (TemplateException e) {
                status.mark(Node.ERROR, "error in exit template execution : " + e.getMessage());
                return;
            }
            if (exit == null || !exit.fulfilled()) {
                return;
            }
        }
        complete(pass, main, exit);
    }

    private static Node execute(Templates templates, Pass pass, String node, String template, boolean onExit) {
        Map<String, String> arguments = new HashMap<>();
        if (!onExit) {
            pass.spec()
                    .parameters()
                    .forEach(parameter -> arguments.put(
                            parameter.path("name").asText(),
                            parameter.path("value").asText()));
        }
        return templates.execute(new Templates.Invocation(node, template, arguments, "", onExit));
    }

    private void complete(Pass pass, Node main, Node exit) {
        if (main.failedOrError()) {
            status.mark(
                    main.phase(),
                    pass.shuttingDown()
                            ? "Stopped with strategy '" + pass.spec().shutdown() + "'"
                            : main.message());
        } else if (exit != null && exit.failedOrError()) {
            status.mark(exit.phase(), exit.message());
        } else {
            status.mark(Node.SUCCEEDED, "");
        }
    }
}

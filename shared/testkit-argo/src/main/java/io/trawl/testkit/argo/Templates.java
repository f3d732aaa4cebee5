package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Executes a template as far as it can go now (executeTemplate in workflow/controller/operator.go). */
public final class Templates {

    /** How soon a pod for which there was no quota is tried again; at the next turn of the queue in Argo. */
    private static final Duration QUOTA = Duration.ofMillis(200);

    private final Pass pass;
    private final Nodes nodes;
    private final Parallelism parallelism;
    private final Retries retries;
    private final Steps steps;
    private final PodSpecs pods;

    Templates(Pass pass) {
        this.pass = pass;
        this.nodes = pass.nodes();
        this.parallelism = new Parallelism(pass);
        this.retries = new Retries(pass);
        this.steps = new Steps(pass, this);
        this.pods = new PodSpecs(pass);
    }

    /**
     * What is to be executed.
     *
     * @param node the name of its node
     * @param boundary the id of the steps node it is in, or empty
     */
    record Invocation(String node, String template, Map<String, String> arguments, String boundary, boolean onExit) {}

    /** The node as it is then; null if it could not begin yet. */
    Node execute(Invocation invocation) {
        Node node = nodes.find(invocation.node());
        if (node != null && node.fulfilled()) {
            return node;
        }
        ObjectNode template =
                processed(pass.spec().template(invocation.template()).orElseThrow(), invocation.arguments());
        if (parallelism.reached(template, node, invocation.boundary())) {
            return node;
        }
        if (!template.has("retryStrategy")) {
            return run(invocation, invocation.node(), template);
        }
        return retried(invocation, node, template);
    }

    /** With its inputs, and all variables that are known (ProcessArgs and SubstituteParams in workflow/common/util.go). */
    private ObjectNode processed(ObjectNode template, Map<String, String> arguments) {
        Map<String, String> values = new HashMap<>(pass.globals());
        template.at("/inputs/parameters").forEach(input -> {
            String name = input.path("name").asText();
            values.put("inputs.parameters." + name, arguments.get(name));
        });
        return (ObjectNode) Json.parseOwn(Substitution.replace(Json.write(template), values));
    }

    private Node retried(Invocation invocation, Node known, ObjectNode template) {
        String name = invocation.node();
        Node retry = known != null
                ? known
                : nodes.init(name, "Retry", invocation.template(), invocation.boundary(), Node.RUNNING, "");
        boolean waits = !retries.judge(retry, template.path("retryStrategy"));
        retry = nodes.find(name);
        if (waits || retry.fulfilled()) {
            return retry;
        }
        List<Node> attempts = nodes.children(retry);
        boolean again = attempts.isEmpty() || attempts.get(attempts.size() - 1).fulfilled();
        String attemptName = name + "(" + (again ? attempts.size() : attempts.size() - 1) + ")";
        nodes.addChild(name, attemptName);
        Node attempt = run(invocation, attemptName, template);
        return attempt.fulfilled() ? execute(invocation) : nodes.find(name);
    }

    private Node run(Invocation invocation, String name, ObjectNode template) {
        if (template.has("steps")) {
            return steps.execute(invocation, name, template);
        }
        Node node = nodes.find(name);
        if (node == null) {
            node = nodes.init(name, "Pod", invocation.template(), invocation.boundary(), Node.PENDING, "");
        }
        try {
            return pods.create(node, template, invocation.onExit());
        } catch (TemplateException e) {
            if (e.getMessage().contains("exceeded quota")) { // isExceededQuotaErr in util/errors/errors.go
                pass.alarm().at(Instant.now().plus(QUOTA));
                return nodes.mark(name, Node.PENDING, e.getMessage());
            }
            Node failed = nodes.mark(name, Node.ERROR, e.getMessage());
            if (!template.has("retryStrategy")) {
                throw e;
            }
            return failed;
        }
    }
}

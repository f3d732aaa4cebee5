package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Executes a template as far as it can go now (executeTemplate in workflow/controller/operator.go). */
public final class Templates {

    /** How soon a pod for which there was no quota is tried again; at the next turn of the queue in Argo. */
    private static final Duration QUOTA = Duration.ofMillis(200);

    private final Pass pass;
    private final Nodes nodes;
    private final Parallelism parallelism;
    private final Retries retries;
    private final Steps steps;
    private final Containers containers;

    Templates(Pass pass) {
        this.pass = pass;
        this.nodes = pass.nodes();
        this.parallelism = new Parallelism(pass);
        this.retries = new Retries(pass);
        this.steps = new Steps(pass, this);
        this.containers = new Containers(pass);
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
        ObjectNode template = resolved(invocation, node);
        if (parallelism.reached(template, node, invocation.boundary())) {
            return nodes.find(invocation.node());
        }
        if (!template.has("retryStrategy")) {
            return run(invocation, invocation.node(), template);
        }
        return retried(invocation, node, template);
    }

    private ObjectNode resolved(Invocation invocation, Node node) {
        Optional<ObjectNode> found = pass.spec().template(invocation.template());
        try {
            return processed(
                    found.orElseThrow(
                            () -> new TemplateException("template name '" + invocation.template() + "' undefined")),
                    invocation.arguments());
        } catch (TemplateException e) {
            if (node == null) {
                nodes.init(
                        invocation.node(),
                        "Skipped",
                        invocation.template(),
                        invocation.boundary(),
                        Node.ERROR,
                        e.getMessage());
            } else {
                nodes.mark(node.name(), Node.ERROR, e.getMessage());
            }
            throw e;
        }
    }

    /** With its inputs, and all variables that are known (ProcessArgs and SubstituteParams in workflow/common/util.go). */
    private ObjectNode processed(ObjectNode template, Map<String, String> arguments) {
        Map<String, String> inputs = new HashMap<>();
        template.at("/inputs/parameters").forEach(input -> {
            String name = input.path("name").asText();
            String value = arguments.get(name);
            if (value == null && (input.has("value") || input.has("default"))) {
                value = input.path("value").asText(input.path("default").asText());
            }
            if (value == null) {
                throw new TemplateException("inputs.parameters." + name + " had no value");
            }
            inputs.put("inputs.parameters." + name, value);
        });
        String global = Substitution.replace(Json.write(template), pass.globals());
        return (ObjectNode) Json.parseOwn(Substitution.replace(global, inputs));
    }

    private Node retried(Invocation invocation, Node known, ObjectNode template) {
        String name = invocation.node();
        Node retry = known != null
                ? known
                : nodes.init(name, "Retry", invocation.template(), invocation.boundary(), Node.RUNNING, "");
        try {
            if (!retries.judge(retry, template.path("retryStrategy"))) {
                return nodes.find(name);
            }
        } catch (TemplateException e) {
            nodes.mark(name, Node.ERROR, e.getMessage());
            throw e;
        }
        retry = nodes.find(name);
        if (retry.fulfilled()) {
            return retry;
        }
        List<Node> attempts = nodes.children(retry);
        Node last = attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
        boolean again = last == null || last.fulfilled();
        int number = again ? attempts.size() : attempts.size() - 1;
        String attemptName = name + "(" + number + ")";
        nodes.addChild(name, attemptName);
        Node attempt = run(invocation, attemptName, numbered(template, number));
        return attempt.fulfilled() ? execute(invocation) : nodes.find(name);
    }

    private static ObjectNode numbered(ObjectNode template, int number) {
        Map<String, String> locals = Map.of("retries", Integer.toString(number));
        return (ObjectNode) Json.parseOwn(Substitution.replace(Json.write(template), locals));
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
            return containers.execute(node, template, invocation.onExit());
        } catch (TemplateException e) {
            if (e.getMessage().contains("exceeded quota")) { // isExceededQuotaErr in util/errors/errors.go
                pass.alarm().at(Instant.now().plus(QUOTA));
                return nodes.mark(name, Node.PENDING, e.getMessage());
            }
            Node failed = nodes.mark(name, Node.ERROR, e.getMessage());
            if (!template.has("retryStrategy") || !Retries.afterErrors(template.path("retryStrategy"))) {
                throw e;
            }
            return failed;
        }
    }
}

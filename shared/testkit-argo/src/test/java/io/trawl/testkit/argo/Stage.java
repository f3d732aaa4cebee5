package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.testkit.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Trawl's WorkflowTemplate in a cluster, with shell scripts as images. */
public record Stage(Path folder) {

    static final Duration LIMIT = Duration.ofSeconds(60);

    /** A cluster without images, its template applied. */
    ArgoCluster start(ArgoClusterBuilder builder) {
        ArgoCluster cluster = builder.start();
        cluster.secret("trawl", Map.of("OM_TOKEN", "s3cr3t-t0k3n"));
        cluster.configMap("trawl-workflows", Map.of("warehouse.yaml", "source: {}\n"));
        cluster.apply(template());
        return cluster;
    }

    /** The template as it is installed. */
    static String template() {
        return Checkout.text(Checkout.root().resolve("argo/workflow-template.yaml"));
    }

    /** An image whose script has the folder as FOLDER. */
    Supplier<ProcessBuilder> image(String... script) {
        Path file =
                folder.resolve("script-" + Integer.toHexString(List.of(script).hashCode()) + ".sh");
        try {
            Files.writeString(file, String.join("\n", script) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return () -> {
            ProcessBuilder command = new ProcessBuilder("/bin/sh", file.toString());
            command.environment().put("FOLDER", folder.toString());
            return command;
        };
    }

    /** Discovery that finds these lanes, and ends well. */
    Supplier<ProcessBuilder> discovery(String lanes) {
        return image("if [ $2 = discover ]; then echo '" + lanes + "'; fi");
    }

    static String lanes() {
        return "[{\"first\":0,\"pods\":2,\"of\":5},{\"first\":2,\"pods\":2,\"of\":5},{\"first\":4,\"pods\":1,\"of\":5}]";
    }

    /** A Workflow of the template, as Trawl submits it. */
    static ObjectNode workflow(String name, Map<String, String> parameters) {
        ObjectNode workflow = Json.object();
        workflow.put("apiVersion", Resource.API_VERSION).put("kind", "Workflow");
        workflow.putObject("metadata").put("name", name);
        ObjectNode spec = workflow.putObject("spec");
        spec.putObject("workflowTemplateRef").put("name", "trawl");
        var list = spec.putObject("arguments").putArray("parameters");
        list.addObject().put("name", "workflow").put("value", "warehouse");
        parameters.forEach((key, value) -> list.addObject().put("name", key).put("value", value));
        return workflow;
    }

    /** Short pauses between attempts. */
    static Map<String, String> hasty(String... more) {
        Map<String, String> parameters = new java.util.TreeMap<>(Map.of("backoff", "10ms", "max-backoff", "20ms"));
        for (int i = 0; i < more.length; i += 2) {
            parameters.put(more[i], more[i + 1]);
        }
        return parameters;
    }

    static void submit(ArgoCluster cluster, String name, Map<String, String> parameters) {
        cluster.apply(Json.write(workflow(name, parameters)));
    }

    static JsonNode run(ArgoCluster cluster, String name, Map<String, String> parameters) throws InterruptedException {
        submit(cluster, name, parameters);
        return cluster.awaitCompleted(name, LIMIT);
    }

    static String phase(JsonNode workflow) {
        return workflow.at("/status/phase").asText();
    }

    /** Waits for something to come true. */
    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + LIMIT + ": " + what);
            }
            Thread.sleep(5);
        }
    }

    static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

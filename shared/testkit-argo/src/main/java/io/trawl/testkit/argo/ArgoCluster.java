package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.testkit.HttpEndpoint;
import io.trawl.testkit.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A cluster with Argo Workflows, as far as Trawl needs one. Its API is strict: what a real one refuses, this one refuses; it
 * checks fields if Argo's published schema is there, see {@link ArgoSchema#find}. It holds one namespace. Safe for use by
 * several threads.
 */
public final class ArgoCluster implements AutoCloseable {

    /** How long a server that has started knows no roles. */
    private static final Duration AUTHORIZATION = Duration.ofSeconds(1);

    private final String namespace;
    private final String token;
    private final Store store = new Store();
    private final Api api;
    private final Kubelet kubelet;
    private final Controller controller;
    private final HttpEndpoint argoServer;
    private final KubernetesServer kubernetes;

    ArgoCluster(ArgoClusterBuilder builder) {
        namespace = builder.namespace;
        token = builder.token;
        Gate gate = new Gate(token, namespace);
        ArgoSchema schema = ArgoSchema.find().map(ArgoSchema::of).orElse(null);
        api = new Api(store, gate, new Admission(schema, builder.seed));
        kubelet = new Kubelet(builder, directory(), this::changed);
        controller = new Controller(store, kubelet, builder.strictReferences, builder.completionQueue);
        argoServer = new HttpEndpoint("argo-server", new ArgoServerApi(api));
        kubernetes = new KubernetesServer(new KubernetesApi(api));
        controller.start(namespace);
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory("argo-cluster-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void changed(Pod pod) {
        controller.changed(namespace, pod);
    }

    /** Starts to describe a cluster. */
    public static ArgoClusterBuilder builder() {
        return new ArgoClusterBuilder();
    }

    /** The namespace that is there. */
    public String namespace() {
        return namespace;
    }

    /** The token that both APIs demand. */
    public String token() {
        return token;
    }

    /** The address of the Kubernetes API, {@code http://127.0.0.1:port}. */
    public URI kubernetesApi() {
        return kubernetes.uri();
    }

    /** The address of the Argo server's REST API, {@code http://127.0.0.1:port}. */
    public URI argoServer() {
        return argoServer.uri("");
    }

    /** Writes a kubeconfig file with the token, its context in the cluster's namespace. */
    public void kubeconfig(Path file) {
        String text = """
                apiVersion: v1
                kind: Config
                current-context: test
                clusters: [{name: test, cluster: {server: '%s'}}]
                users: [{name: tester, user: {token: '%s'}}]
                contexts: [{name: test, context: {cluster: test, user: tester, namespace: '%s'}}]
                """.formatted(kubernetesApi(), token, namespace);
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * {@code kubectl apply} by somebody who may: creates or replaces every WorkflowTemplate, CronWorkflow and Workflow in it.
     *
     * @throws IllegalArgumentException for another kind, or an object that the API refuses
     */
    public void apply(String yaml) {
        for (JsonNode document : Yaml.documents(yaml)) {
            String kind = document.path("kind").asText();
            Resource resource = Resource.ofKind(kind)
                    .orElseThrow(
                            () -> new IllegalArgumentException("kind: '" + kind + "' is none that this cluster knows"));
            try {
                apply(resource, (ObjectNode) document);
            } catch (ApiException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }
    }

    private void apply(Resource resource, ObjectNode object) {
        Store.Key key = key(resource, object.at("/metadata/name").asText());
        if (store.get(key).isPresent()) {
            api.admission().check(resource, namespace, key.name(), object);
            store.update(key, before -> Json.merge(before, Json.object()).set("spec", object.get("spec")));
        } else {
            api.create(resource, namespace, object);
        }
    }

    private Store.Key key(Resource resource, String name) {
        return new Store.Key(resource, namespace, name);
    }

    /** A Workflow as it is stored; empty if there is none of that name. The object must not be modified. */
    public Optional<JsonNode> workflow(String name) {
        return store.get(key(Resource.WORKFLOW, name)).map(JsonNode.class::cast);
    }

    /** All Workflows, by name. */
    public List<JsonNode> workflows() {
        return store.list(Resource.WORKFLOW, namespace).stream()
                .map(JsonNode.class::cast)
                .toList();
    }

    /** Makes a CronWorkflow's Workflow as if its time had come, suspended or not; returns the Workflow's name. */
    public String trigger(String cronWorkflow) {
        ObjectNode cron = store.get(key(Resource.CRON_WORKFLOW, cronWorkflow))
                .orElseThrow(() -> new IllegalArgumentException("cronWorkflow: '" + cronWorkflow + "' is not there"));
        ObjectNode workflow = CronRuns.workflow(cron, Instant.now().getEpochSecond());
        return api.create(Resource.WORKFLOW, namespace, workflow)
                .at("/metadata/name")
                .asText();
    }

    /**
     * Waits until a Workflow has completed.
     *
     * @return it, as it is then
     * @throws IllegalStateException if that takes longer, with its nodes and pods, or if it is not there
     */
    public JsonNode awaitCompleted(String name, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            JsonNode workflow =
                    workflow(name).orElseThrow(() -> new IllegalStateException("workflow '" + name + "' is not there"));
            if (WorkflowStatus.hasCompleted(workflow)) {
                return workflow;
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("workflow '" + name + "' has not completed after " + limit + ": "
                        + workflow.path("status") + " " + pods());
            }
            Thread.sleep(10);
        }
    }

    /** All pods so far, in the order of their creation, those that are gone too. */
    public List<Pod> pods() {
        return kubelet.all();
    }

    /** Those of a template, in the order of their creation. */
    public List<Pod> pods(String template) {
        return pods().stream().filter(pod -> pod.template().equals(template)).toList();
    }

    /** What all pods took: from creation to the end of the process. */
    public Duration podTime() {
        return pods().stream().map(Pod::lifetime).reduce(Duration.ZERO, Duration::plus);
    }

    /** Adds or replaces a Secret; pods that wait for it start. */
    public void secret(String name, Map<String, String> values) {
        kubelet.secrets.put(name, Map.copyOf(values));
    }

    /**
     * From now on admission refuses to create pods.
     *
     * @param why in its words, what follows {@code pods "x" is forbidden: }; null: it does not refuse any more
     */
    public void refusePods(String why) {
        kubelet.refuse(why);
    }

    /** Adds or replaces a ConfigMap; pods that wait for it start. */
    public void configMap(String name, Map<String, String> values) {
        kubelet.configMaps.put(name, Map.copyOf(values));
    }

    /** Adds or replaces an image; pods that wait for it start. */
    public void image(String name, Supplier<ProcessBuilder> entrypoint) {
        kubelet.images.put(name, entrypoint);
    }

    /** Ends the controller: pods run on, nothing else happens. */
    public void stopController() {
        controller.stop();
    }

    /** Starts it again, with what is stored as all it knows. */
    public void startController() {
        controller.start(namespace);
    }

    /** Deletes a Workflow, as somebody with kubectl does; returns whether it was there. */
    public boolean delete(String name) {
        return store.delete(key(Resource.WORKFLOW, name));
    }

    /** Deletes a WorkflowTemplate, as somebody with kubectl does. */
    public void deleteTemplate(String name) {
        store.delete(key(Resource.WORKFLOW_TEMPLATE, name));
    }

    /** From now on refuses this to everybody who uses one of the APIs; several refusals add up. */
    public void refuse(Refusal refusal) {
        api.gate().refuse(refusal);
    }

    /** Takes all refusals back. */
    public void allow() {
        api.gate().allow();
    }

    /** Forgets past changes, so that a watch that lags behind is answered 410. */
    public void compact() {
        store.compact();
    }

    /**
     * Closes both APIs: connections are refused, watches are cut. Pods run on; the controller, which could read and write
     * nothing, waits.
     */
    public synchronized void stopApi() {
        controller.connected(false);
        if (kubernetes.isOpen()) {
            kubernetes.close();
            argoServer.close();
        }
    }

    /**
     * Opens them again, on the same ports, with all objects. As a real API server before its cache of roles is filled, it then
     * answers 403 for a moment.
     */
    public synchronized void startApi() {
        if (!kubernetes.isOpen()) {
            api.gate().forbid(AUTHORIZATION);
            kubernetes.open();
            argoServer.open();
        }
        controller.connected(true);
    }

    /** Ends it, with all processes. */
    @Override
    public void close() {
        stopApi();
        controller.stop();
        kubelet.close();
    }
}

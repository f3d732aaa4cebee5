package io.trawl.argo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.argo.ArgoServerCalls.Answer;
import io.trawl.http.Http;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Speaks to an Argo server, which is asked how a Workflow stands whenever a caller wants to know, within limits. */
final class ArgoServerClient implements WorkflowClient {

    private static final Duration POLL = Duration.ofSeconds(1);
    /** All but what the template says once more. */
    private static final String FIELDS =
            "metadata.name,metadata.labels,spec.shutdown,status.phase,status.message,status.conditions,status.nodes";

    private final ArgoServerCalls calls;
    private final Api api;
    private final ApiRetry patience;
    private final LastSeen lastSeen = new LastSeen(System::nanoTime);

    ArgoServerClient(ArgoServerCalls calls, ApiRetry patience) {
        this.calls = calls;
        this.api = calls.api();
        this.patience = patience;
    }

    @Override
    public String namespace() {
        return api.namespace();
    }

    @Override
    public void submit(JsonNode workflow) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("namespace", namespace()).set("workflow", workflow);
        patience.with(() -> create(body));
    }

    /** The server itself looks whether the template is there. */
    private boolean create(ObjectNode body) {
        String what = "create workflows." + Argo.GROUP;
        Answer answer = calls.post(what, workflows(), body);
        if (answer.isSuccess()) {
            lastSeen.saw(WorkflowStatus.of(answer.body()));
            return true;
        }
        // The server hands on another reason of Kubernetes for 409 as the same: then the Workflow is not there.
        if (answer.status() == 409
                && ask(body.at("/workflow/metadata/name").asText()).isPresent()) {
            return false;
        }
        throw answer.status() == 404 ? api.noTemplate() : api.refused(what, answer.status(), answer.message());
    }

    @Override
    public Optional<WorkflowStatus> status(String name) {
        return lastSeen.status(name, POLL, () -> ask(name));
    }

    private Optional<WorkflowStatus> ask(String name) {
        String what = "get workflows." + Argo.GROUP;
        Answer answer = calls.get(what, workflow(name) + "?fields=" + Http.encode(FIELDS));
        if (answer.status() == 404) {
            return Optional.empty();
        }
        if (!answer.isSuccess()) {
            throw api.refused(what, answer.status(), answer.message());
        }
        return Optional.of(WorkflowStatus.of(answer.body()));
    }

    @Override
    public void stop(String name) {
        patience.with(() -> isUnderWay(name) && shutDown(name));
        lastSeen.changed(name);
    }

    private boolean isUnderWay(String name) {
        return ask(name).filter(status -> !status.phase().completed()).isPresent();
    }

    private boolean shutDown(String name) {
        String what = "stop workflows." + Argo.GROUP;
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("namespace", namespace()).put("name", name);
        Answer answer = calls.put(what, workflow(name) + "/stop", body);
        if (!answer.isSuccess() && isUnderWay(name)) { // it may have ended meanwhile
            throw api.refused(what, answer.status(), answer.message());
        }
        return answer.isSuccess();
    }

    @Override
    public List<String> underWay(String runId) {
        return patience.with(() -> {
            TreeSet<String> names = new TreeSet<>();
            list(RunWorkflow.RUN_LABEL + "=" + ResourceNames.labelValue(runId))
                    .path("items")
                    .forEach(item -> {
                        WorkflowStatus status = WorkflowStatus.of(item);
                        if (!status.phase().completed()) {
                            names.add(status.name());
                        }
                    });
            if (ResourceNames.isDnsLabel(runId)
                    && isUnderWay(runId)) { // a run that a pod began is named after its Workflow
                names.add(runId);
            }
            return List.copyOf(names);
        });
    }

    private JsonNode list(String selector) {
        String what = "list workflows." + Argo.GROUP;
        Answer answer = calls.get(
                what,
                workflows() + "?listOptions.labelSelector=" + Http.encode(selector) + "&fields="
                        + Http.encode("items.metadata.name,items.metadata.labels,items.status.phase"));
        if (answer.status() == 404) {
            throw api.noServer();
        }
        if (!answer.isSuccess()) {
            throw api.refused(what, answer.status(), answer.message());
        }
        return answer.body();
    }

    @Override
    public void close() {
        // The client's threads are daemons, and end when it is collected.
    }

    private String workflows() {
        return "/workflows/" + Http.encode(namespace());
    }

    private String workflow(String name) {
        return workflows() + "/" + Http.encode(name);
    }
}

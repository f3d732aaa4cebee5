package io.trawl.argo;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.api.model.TrawlException;
import io.trawl.api.orchestrator.RemoteRunner;
import io.trawl.api.workflow.Workflow;
import io.trawl.argo.pod.WorkflowPlace;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs executed by pods of an Argo Workflow. The Workflow is submitted first; if one of the run is active already, it
 * is followed instead.
 */
final class ArgoRunner implements RemoteRunner {

    private final WorkflowClient client;
    private final Workflow workflow;
    private final String suffix;
    private volatile String name;

    /**
     * @param client closed with this
     * @param suffix makes the name of another Workflow of the same run; null for the first
     */
    ArgoRunner(WorkflowClient client, Workflow workflow, @Nullable String suffix) {
        this.client = client;
        this.workflow = workflow;
        this.suffix = suffix;
    }

    @Override
    public CompletableFuture<?> ask(String run, boolean allowLargeDeletion) {
        try {
            List<String> underWay = client.underWay(run);
            name = underWay.isEmpty() ? submit(run, allowLargeDeletion) : underWay.get(0);
            return CompletableFuture.completedFuture(name);
        } catch (RuntimeException e) { // whatever it is, the run that has begun is taken back
            return CompletableFuture.failedFuture(e);
        }
    }

    private String submit(String run, boolean allowLargeDeletion) {
        JsonNode submitted = RunWorkflow.submitted(workflow, run, suffix, allowLargeDeletion);
        client.submit(submitted);
        return submitted.at("/metadata/name").textValue();
    }

    @Override
    public String name() {
        return name == null ? "" : " as Workflow " + name + " in namespace " + client.namespace();
    }

    @Override
    public boolean isWatched() {
        return true;
    }

    @Override
    public Optional<Ending> ending() {
        if (name == null) {
            return Optional.empty();
        }
        try {
            Optional<WorkflowStatus> status = client.status(name);
            return status.isPresent()
                    ? status.flatMap(this::ending)
                    : Optional.of(new Ending("Workflow " + name + " was deleted", false));
        } catch (TrawlException e) {
            return Optional.empty(); // the run goes on, and the ledger says how; the user sees it as an obstacle
        }
    }

    private Optional<Ending> ending(WorkflowStatus status) {
        return switch (status.phase()) {
            case PENDING, RUNNING -> Optional.empty();
            case SUCCEEDED -> Optional.of(new Ending("Workflow " + name + " succeeded without ending the run", true));
            case FAILED, ERROR -> Optional.of(new Ending(describe(status), !status.shutDown()));
        };
    }

    private static String describe(WorkflowStatus status) {
        String problems = status.problems().stream().map(Obstacle::line).collect(Collectors.joining("; "));
        String why = problems.isEmpty() ? status.message() : problems;
        return "Workflow " + status.name() + " is " + status.phase().argoName() + (why.isEmpty() ? "" : ": " + why);
    }

    @Override
    public Optional<String> place() {
        return Optional.ofNullable(name).map(submitted -> new WorkflowPlace(client.namespace(), submitted).toString());
    }

    @Override
    public List<Obstacle> obstacles() {
        if (name == null) {
            return List.of();
        }
        try {
            return client.status(name).map(WorkflowStatus::problems).orElse(List.of());
        } catch (TrawlException e) {
            return List.of(PodProblems.reported("how Workflow " + name + " stands cannot be seen: " + e.getMessage()));
        }
    }

    @Override
    public void stop() {
        try {
            client.stop(name);
        } catch (TrawlException e) {
            // Its pods ask the ledger, and end as well, only later.
        }
    }

    @Override
    public String silence() {
        try {
            return client.status(name).map(ArgoRunner::describe).orElse("Workflow " + name + " was deleted");
        } catch (TrawlException e) {
            return e.getMessage();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}

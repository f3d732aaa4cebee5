package io.trawl.discovery.cli;

import io.trawl.api.ledger.Ledger;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.workflow.Workflow;
import io.trawl.argo.ArgoProvider;
import io.trawl.argo.PodConfig;
import io.trawl.argo.WorkflowClient;
import io.trawl.argo.WorkflowPlace;
import io.trawl.argo.WorkflowProblem;
import java.util.List;
import java.util.Optional;

/**
 * The Workflow of a run, for a command that has not submitted it: the ledger knows where it is, else the workflow's file or the
 * environment says the namespace.
 */
final class WorkflowOfRun {

    private final CliContext surroundings;
    private final String run;
    private final Optional<WorkflowPlace> place;
    private final String namespace;

    private WorkflowOfRun(CliContext surroundings, String run, Optional<WorkflowPlace> place, String namespace) {
        this.surroundings = surroundings;
        this.run = run;
        this.place = place;
        this.namespace = namespace;
    }

    /**
     * Empty for a run that is not in Argo.
     *
     * @param workflow the file that was named; null: none was
     */
    static Optional<WorkflowOfRun> of(CliContext surroundings, Ledger ledger, RunRecord record, Workflow workflow) {
        if (!record.run().mode().equals(ArgoProvider.NAME)) {
            return Optional.empty();
        }
        String run = record.run().runId();
        Optional<WorkflowPlace> place =
                ledger.place(record.run().workflow(), run).flatMap(WorkflowPlace::parse);
        String named = workflow == null ? null : PodConfig.of(workflow).namespace();
        String namespace = place.map(WorkflowPlace::namespace).orElse(named);
        return Optional.of(new WorkflowOfRun(surroundings, run, place, namespace));
    }

    /**
     * Shuts it down, so that its pods end at once.
     *
     * @throws io.trawl.api.model.TrawlException if the cluster refuses or cannot be reached
     * @throws io.trawl.api.workflow.ConfigException if it is not known where the cluster is
     */
    void shutDown() {
        try (WorkflowClient client = surroundings.workflows(namespace)) {
            client.underWay(run).forEach(client::stop);
        }
    }

    /** What keeps it from going on, a line each; throws as {@link #shutDown}. */
    List<String> problems() {
        try (WorkflowClient client = surroundings.workflows(namespace)) {
            return client.underWay(run).stream()
                    .flatMap(name -> client.status(name).stream())
                    .flatMap(status -> status.problems().stream())
                    .map(WorkflowProblem::line)
                    .toList();
        }
    }

    @Override
    public String toString() {
        return place.map(known -> "Workflow " + known.name() + " in namespace " + known.namespace())
                .orElse("the Workflow of run " + run);
    }
}

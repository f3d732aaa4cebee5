package io.trawl.argo;

import io.trawl.api.orchestrator.LocatedRun;
import io.trawl.api.orchestrator.RemoteRunner.Obstacle;
import io.trawl.argo.pod.WorkflowPlace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Workflow of a run, for a command that has not submitted it: the ledger knows where it is, else the workflow's file or the
 * environment says the namespace.
 *
 * @param environment names the cluster
 * @param run the run's id
 * @param place what the ledger knows
 * @param named the namespace that the workflow's file names; null: none
 */
record LocatedWorkflow(
        Map<String, String> environment,
        String run,
        Optional<WorkflowPlace> place,
        @Nullable String named) implements LocatedRun {

    @Override
    public void shutDown() {
        try (WorkflowClient client = client()) {
            client.underWay(run).forEach(client::stop);
        }
    }

    @Override
    public List<String> problems() {
        try (WorkflowClient client = client()) {
            return client.underWay(run).stream()
                    .flatMap(name -> client.status(name).stream())
                    .flatMap(status -> status.problems().stream())
                    .map(Obstacle::line)
                    .toList();
        }
    }

    private WorkflowClient client() {
        return WorkflowClients.open(
                environment, place.map(WorkflowPlace::namespace).orElse(named));
    }

    @Override
    public String toString() {
        return place.map(known -> "Workflow " + known.name() + " in namespace " + known.namespace())
                .orElse("the Workflow of run " + run);
    }
}

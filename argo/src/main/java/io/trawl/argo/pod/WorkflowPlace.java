package io.trawl.argo.pod;

import java.util.Objects;
import java.util.Optional;

/**
 * Where a Workflow is. The ledger keeps it as text, {@code namespace/name}, for commands that have not submitted it.
 *
 * @param namespace of the Workflow
 * @param name of the Workflow
 */
public record WorkflowPlace(String namespace, String name) {

    public WorkflowPlace {
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(name, "name");
    }

    /** What the text says; empty if it is no place of a Workflow. */
    public static Optional<WorkflowPlace> parse(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? Optional.empty()
                : Optional.of(new WorkflowPlace(text.substring(0, slash), text.substring(slash + 1)));
    }

    /** As the ledger keeps it. */
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}

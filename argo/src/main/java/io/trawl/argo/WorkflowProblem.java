package io.trawl.argo;

import java.util.Objects;

/**
 * What keeps a Workflow from going on.
 *
 * @param what the same as long as there is nothing new to say
 * @param line for the user: the step, what Argo says, how often it failed, when it is tried again, what to do
 */
public record WorkflowProblem(String what, String line) {

    public WorkflowProblem {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(line, "line");
    }

    /** One that is reported once. */
    public static WorkflowProblem of(String line) {
        return new WorkflowProblem(line, line);
    }

    @Override
    public String toString() {
        return line;
    }
}

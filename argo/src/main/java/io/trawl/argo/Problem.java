package io.trawl.argo;

import java.util.Objects;

/**
 * What keeps a Workflow from going on.
 *
 * @param what the same as long as there is nothing new to say
 * @param line what the user is told: the step, what Argo says, how often it failed, when it is tried again, what to do
 */
public record Problem(String what, String line) {

    public Problem {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(line, "line");
    }

    /** One that is told once. */
    public static Problem of(String line) {
        return new Problem(line, line);
    }

    @Override
    public String toString() {
        return line;
    }
}

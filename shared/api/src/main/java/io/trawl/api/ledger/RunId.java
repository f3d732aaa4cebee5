package io.trawl.api.ledger;

import java.util.Optional;
import java.util.regex.Pattern;

/** Checks the ids of runs that come from outside: in an event, or as an argument of a pod. */
public final class RunId {

    private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private RunId() {}

    /**
     * What is wrong with an id, in words that follow a path or the name of an argument; empty if it is valid. An id must mean
     * the same run even if the event comes late, so {@link Ledger#LATEST} is not valid.
     */
    public static Optional<String> complaint(String id) {
        if (PATTERN.matcher(id).matches() && !id.equals(Ledger.LATEST)) {
            return Optional.empty();
        }
        return Optional.of("'" + (id.length() <= 140 ? id : id.substring(0, 140) + "…")
                + "' is no id of a run: letters, digits, '.', '_' and '-', at most 128, and not '" + Ledger.LATEST
                + "'");
    }
}

package io.trawl.ledger.postgresql;

import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.EntityRecord.State;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The entities of a completion, as the columns of one statement. */
final class CompletedRows {

    private final double microsPerUnit;
    private final List<String> ids = new ArrayList<>();
    private final List<String> states = new ArrayList<>();
    private final List<String> kinds = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();
    private final List<Long> tooks = new ArrayList<>();
    private final List<String> fingerprints = new ArrayList<>();

    CompletedRows(Claim claim, Duration took) {
        this(claim.descriptors(), took);
    }

    /**
     * @param together the entities that were processed together
     * @param took which they share, by their estimated cost
     */
    CompletedRows(List<EntityDescriptor> together, Duration took) {
        long units = together.stream().mapToLong(EntityDescriptor::priority).sum();
        this.microsPerUnit = (double) Texts.micros(took) / Math.max(1, units);
    }

    void add(Outcome outcome, String fingerprint) {
        if (outcome instanceof Outcome.Failed failed) {
            add(failed.descriptor(), State.FAILED, failed.kind(), failed.message(), null);
        } else {
            State state = outcome instanceof Outcome.Ingested
                    ? State.INGESTED
                    : outcome instanceof Outcome.Unchanged ? State.UNCHANGED : State.GONE;
            add(outcome.descriptor(), state, null, null, fingerprint);
        }
    }

    /**
     * @param kind null unless it failed
     * @param message null unless it failed
     * @param fingerprint null unless something was written
     */
    void add(EntityDescriptor descriptor, State state, FailureKind kind, String message, String fingerprint) {
        ids.add(descriptor.id());
        states.add(state.name());
        kinds.add(kind == null ? null : kind.name());
        messages.add(Texts.storable(message));
        tooks.add(Math.round(descriptor.priority() * microsPerUnit));
        fingerprints.add(fingerprint);
    }

    /** By the parameter's name. */
    Map<String, Object[]> arrays() {
        return Map.of(
                "ids", ids.toArray(String[]::new),
                "states", states.toArray(String[]::new),
                "kinds", kinds.toArray(String[]::new),
                "messages", messages.toArray(String[]::new),
                "tooks", tooks.toArray(Long[]::new),
                "fingerprints", fingerprints.toArray(String[]::new));
    }
}

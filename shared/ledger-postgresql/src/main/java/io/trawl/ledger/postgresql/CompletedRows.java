package io.trawl.ledger.postgresql;

import io.trawl.api.ledger.EntityRecord.State;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The entities of a completion, as the columns of one statement. */
final class CompletedRows {

    private final double microsPerUnit;
    private final List<Row> rows = new ArrayList<>();

    private record Row(
            String id, State state, FailureKind kind, String message, long took, String fingerprint, String version) {}

    /**
     * @param together the entities that were processed together
     * @param took which they share, by their estimated cost
     */
    CompletedRows(List<EntityDescriptor> together, Duration took) {
        long units = together.stream().mapToLong(EntityDescriptor::priority).sum();
        this.microsPerUnit = (double) Texts.micros(took) / Math.max(1, units);
    }

    void add(Outcome outcome, String fingerprint, String version) {
        if (outcome instanceof Outcome.Failed failed) {
            add(failed.descriptor(), State.FAILED, failed.kind(), failed.message(), null, null);
        } else {
            State state = outcome instanceof Outcome.Ingested
                    ? State.INGESTED
                    : outcome instanceof Outcome.Unchanged ? State.UNCHANGED : State.GONE;
            add(outcome.descriptor(), state, null, null, fingerprint, version);
        }
    }

    /**
     * @param kind null unless it failed
     * @param message null unless it failed
     * @param fingerprint null unless something was written
     * @param version null unless it was read whole, and the source says so much
     */
    void add(
            EntityDescriptor descriptor,
            State state,
            @Nullable FailureKind kind,
            @Nullable String message,
            @Nullable String fingerprint,
            @Nullable String version) {
        long took = Math.round(descriptor.priority() * microsPerUnit);
        rows.add(new Row(descriptor.id(), state, kind, Texts.storable(message), took, fingerprint, version));
    }

    /** Sets the parameter {@code ids} alone. */
    Query setIdsIn(Query query) {
        return query.set("ids", rows, Row::id);
    }

    /** Sets the parameters that hold the columns. */
    void setIn(Query query) {
        setIdsIn(query)
                .set("states", rows, row -> row.state().name())
                .set(
                        "kinds",
                        rows,
                        row -> row.kind() == null ? null : row.kind().name())
                .set("messages", rows, Row::message)
                .set("tooks", rows, Row::took, Long[]::new)
                .set("fingerprints", rows, Row::fingerprint)
                .set("versions", rows, Row::version);
    }
}

package io.trawl.core.engine;

import io.trawl.core.ledger.Ledger;
import io.trawl.core.model.Entity;
import io.trawl.core.model.EntityDescriptor;
import io.trawl.core.model.FailureKind;
import io.trawl.core.model.Fqn;
import io.trawl.core.model.Outcome;
import io.trawl.core.model.Owner;
import io.trawl.core.model.ReadResult;
import io.trawl.core.model.Request;
import io.trawl.core.model.StoredProcedure;
import io.trawl.core.model.Table;
import io.trawl.core.model.TableConstraint;
import io.trawl.core.sink.Sink;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes requests of entities that were read: resolves owners, leaves out what did not change, parts foreign keys. */
final class Preparation {

    private final Sink sink;
    private final Ledger ledger;
    private final Renderer renderer = new Renderer();

    Preparation(Sink sink, Ledger ledger) {
        this.sink = sink;
        this.ledger = ledger;
    }

    /**
     * @param descriptor the entity
     * @param outcome if it is decided already, else null
     * @param request what to write, if it is not decided
     * @param incomplete whether foreign keys are still to be written after this
     */
    record Prepared(EntityDescriptor descriptor, Outcome outcome, Request request, boolean incomplete) {}

    List<Prepared> prepare(Worker.Pass pass, List<ReadResult.Read> readable) {
        Map<String, String> last = sink.isSnapshot()
                ? Map.of()
                : ledger.lastFingerprints(
                        readable.stream().map(ReadResult.Read::descriptor).toList());
        Set<String> referable = pass == Worker.Pass.REFERENCES ? referable(readable) : Set.of();
        List<Prepared> prepared = new ArrayList<>(readable.size());
        for (ReadResult.Read read : readable) {
            prepared.add(prepare(pass, read, last.get(read.descriptor().id()), referable));
        }
        return prepared;
    }

    private Prepared prepare(Worker.Pass pass, ReadResult.Read read, String lastFingerprint, Set<String> referable) {
        EntityDescriptor descriptor = read.descriptor();
        Entity entity = withOwners(read.entity());
        String tooLong = tooLong(descriptor, entity);
        if (tooLong != null) {
            return decided(new Outcome.Failed(descriptor, FailureKind.INVALID, tooLong));
        }
        Request complete = renderer.render(descriptor, entity);
        if (complete.fingerprint().equals(lastFingerprint)) {
            return decided(new Outcome.Unchanged(descriptor));
        }
        if (!sink.defersForeignKeys() || !(entity instanceof Table table) || !hasForeignKeys(table)) {
            return new Prepared(descriptor, null, complete, false);
        }
        if (pass == Worker.Pass.ENTITIES) {
            Table without = keeping(table, Set.of());
            return new Prepared(
                    descriptor, null, renderer.renderIncomplete(descriptor, without, complete.fingerprint()), true);
        }
        Table reachable = keeping(table, referable);
        return new Prepared(
                descriptor, null, reachable.equals(table) ? complete : renderer.render(descriptor, reachable), false);
    }

    private static Prepared decided(Outcome outcome) {
        return new Prepared(outcome.descriptor(), outcome, null, false);
    }

    /** The tables that foreign keys of these entities may refer to: written in this run, or in the catalog already. */
    private Set<String> referable(List<ReadResult.Read> readable) {
        Set<String> referable = new HashSet<>();
        Set<String> elsewhere = new HashSet<>();
        for (ReadResult.Read read : readable) {
            for (TableConstraint constraint : foreignKeys(read.entity())) {
                String target = target(constraint);
                (ledger.wasWritten(target) ? referable : elsewhere).add(target);
            }
        }
        if (!elsewhere.isEmpty()) {
            referable.addAll(sink.existingTables(elsewhere));
        }
        return referable;
    }

    private static boolean hasForeignKeys(Table table) {
        return !foreignKeys(table).isEmpty();
    }

    private static List<TableConstraint> foreignKeys(Entity entity) {
        return entity instanceof Table table && table.tableConstraints() != null
                ? table.tableConstraints().stream()
                        .filter(TableConstraint::isForeignKey)
                        .toList()
                : List.of();
    }

    private static Table keeping(Table table, Set<String> referable) {
        List<TableConstraint> kept = table.tableConstraints().stream()
                .filter(constraint -> !constraint.isForeignKey() || referable.contains(target(constraint)))
                .toList();
        return table.withTableConstraints(kept.isEmpty() ? null : kept);
    }

    private static String target(TableConstraint foreignKey) {
        return Fqn.parent(foreignKey.referredColumns().get(0));
    }

    private static String tooLong(EntityDescriptor descriptor, Entity entity) {
        if (entity.name().length() > Fqn.MAX_NAME_LENGTH) {
            return "name: " + entity.name().length() + " characters, OpenMetadata takes " + Fqn.MAX_NAME_LENGTH;
        }
        if (descriptor.id().length() > Fqn.MAX_LENGTH) {
            return "fully qualified name: " + descriptor.id().length() + " characters, OpenMetadata takes "
                    + Fqn.MAX_LENGTH;
        }
        return null;
    }

    private Entity withOwners(Entity entity) {
        if (entity instanceof Table table && table.owners() != null) {
            return table.withOwners(resolve(table.owners()));
        }
        if (entity instanceof StoredProcedure procedure && procedure.owners() != null) {
            return procedure.withOwners(resolve(procedure.owners()));
        }
        return entity;
    }

    /** An owner the catalog does not know is left out, as OpenMetadata's own ingestion does. */
    private List<Owner> resolve(List<Owner> named) {
        List<Owner> known = named.stream()
                .map(owner -> sink.resolveOwner(owner.name()))
                .flatMap(Optional::stream)
                .toList();
        return known.isEmpty() ? null : known;
    }
}

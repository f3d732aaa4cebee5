package io.trawl.engine;

import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.EntityLookups;
import io.trawl.api.ledger.Pass;
import io.trawl.api.model.Column;
import io.trawl.api.model.Entity;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.Owner;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.Request;
import io.trawl.api.model.Table;
import io.trawl.api.model.TableConstraint;
import io.trawl.api.sink.Sink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests of entities that were read: resolves owners, leaves out tags that the catalog lacks and entities that did
 * not change, parts foreign keys.
 */
final class WritePlanner {

    private final Sink sink;
    private final EntityLookups ledger;
    private final CatalogFingerprints held;
    private final Renderer renderer = new Renderer();

    WritePlanner(Sink sink, EntityLookups ledger) {
        this.sink = sink;
        this.ledger = ledger;
        this.held = new CatalogFingerprints(sink);
    }

    /** What is to be done with an entity. */
    sealed interface Planned {
        /** The entity. */
        EntityDescriptor descriptor();
    }

    /** Nothing: its outcome is known. */
    record Skip(EntityDescriptor descriptor, Outcome outcome) implements Planned {}

    /**
     * Write it.
     *
     * @param incomplete whether foreign keys are still to be written after this
     */
    record Write(EntityDescriptor descriptor, Request request, boolean incomplete) implements Planned {}

    /**
     * Nothing yet: it is in the catalog as it was, but for foreign keys that may refer to what this run writes.
     *
     * @param fingerprint of what the catalog holds
     */
    record Defer(EntityDescriptor descriptor, String fingerprint) implements Planned {}

    /** An entity and the whole of what would be written for it. */
    private record Rendered(EntityDescriptor descriptor, Entity entity, Request complete, String lastFingerprint) {

        /** Whether it is not in the catalog as it is now, but was there before. */
        boolean isDoubtful() {
            return lastFingerprint != null && !complete.fingerprint().equals(lastFingerprint);
        }
    }

    List<Planned> plan(Claim claim, List<ReadResult.Read> readable) {
        Pass pass = claim.pass();
        Map<String, String> last = sink.isSnapshot()
                ? Map.of()
                : ledger.lastFingerprints(
                        readable.stream().map(ReadResult.Read::descriptor).toList());
        List<Planned> planned = new ArrayList<>(readable.size());
        List<Rendered> waiting = new ArrayList<>();
        for (ReadResult.Read read : readable) {
            EntityDescriptor descriptor = read.descriptor();
            Entity entity = withOwners(
                    read.entity() instanceof Table table ? claim.failures().withoutFailedTags(table) : read.entity());
            String complaint = complaint(descriptor, entity);
            if (complaint != null) {
                planned.add(new Skip(descriptor, new Outcome.Failed(descriptor, FailureKind.INVALID, complaint)));
                continue;
            }
            Request complete = renderer.render(descriptor, entity);
            String lastFingerprint = last.get(descriptor.id());
            if (isUnchanged(complete, lastFingerprint)) {
                planned.add(new Skip(descriptor, new Outcome.Unchanged(descriptor)));
            } else if (sink.defersForeignKeys() && !foreignKeys(entity).isEmpty()) {
                waiting.add(new Rendered(descriptor, entity, complete, lastFingerprint));
            } else {
                planned.add(new Write(descriptor, complete, false));
            }
        }
        Set<String> referable = referable(waiting.stream()
                .filter(rendered -> pass == Pass.REFERENCES || rendered.isDoubtful())
                .toList());
        waiting.forEach(rendered -> planned.add(plan(pass, rendered, referable)));
        return planned;
    }

    /** Of these, those that need not be read: the source says that they are as they were, and so does the catalog. */
    Set<String> unaltered(List<EntityDescriptor> descriptors, int days) {
        Map<String, String> last = sink.isSnapshot() ? Map.of() : ledger.unaltered(descriptors, days);
        return descriptors.stream()
                .filter(descriptor -> last.containsKey(descriptor.id()))
                .filter(descriptor -> held.contains(descriptor, last.get(descriptor.id())))
                .map(EntityDescriptor::id)
                .collect(Collectors.toSet());
    }

    private Planned plan(Pass pass, Rendered rendered, Set<String> referable) {
        EntityDescriptor descriptor = rendered.descriptor();
        Table table = (Table) rendered.entity();
        Table reachable = keeping(table, referable);
        Request request = reachable.equals(table) ? rendered.complete() : renderer.render(descriptor, reachable);
        boolean unchanged = isUnchanged(request, rendered.lastFingerprint());
        if (pass == Pass.REFERENCES) {
            return unchanged
                    ? new Skip(descriptor, new Outcome.Unchanged(descriptor))
                    : new Write(descriptor, request, false);
        }
        if (unchanged) {
            return new Defer(descriptor, rendered.lastFingerprint());
        }
        Table without = keeping(table, Set.of());
        return new Write(
                descriptor,
                renderer.renderIncomplete(
                        descriptor, without, rendered.complete().fingerprint()),
                true);
    }

    private boolean isUnchanged(Request request, String lastFingerprint) {
        return request.fingerprint().equals(lastFingerprint) && held.contains(request.descriptor(), lastFingerprint);
    }

    /** The tables that foreign keys of these entities may refer to: written in this run, or in the catalog already. */
    private Set<String> referable(List<Rendered> tables) {
        Set<String> targets = tables.stream()
                .flatMap(table -> foreignKeys(table.entity()).stream())
                .map(WritePlanner::target)
                .collect(Collectors.toSet());
        if (targets.isEmpty()) {
            return targets;
        }
        Set<String> referable = new HashSet<>(ledger.written(EntityType.TABLE, targets));
        Set<String> elsewhere = new HashSet<>(targets);
        elsewhere.removeAll(referable);
        if (!elsewhere.isEmpty()) {
            referable.addAll(sink.existingTables(elsewhere));
        }
        return referable;
    }

    static boolean hasForeignKeys(Entity entity) {
        return !foreignKeys(entity).isEmpty();
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

    /** Why OpenMetadata would not take the names in an entity; null if it would. */
    private static @Nullable String complaint(EntityDescriptor descriptor, Entity entity) {
        if (entity.name().length() > Fqn.MAX_NAME_LENGTH) {
            return "name: " + entity.name().length() + " characters, OpenMetadata takes " + Fqn.MAX_NAME_LENGTH;
        }
        if (descriptor.id().length() > Fqn.MAX_LENGTH) {
            return "fully qualified name: " + descriptor.id().length() + " characters, OpenMetadata takes "
                    + Fqn.MAX_LENGTH;
        }
        return entity instanceof Table table ? complaint(table.columns()).orElse(null) : null;
    }

    /** Whether OpenMetadata can tell the columns of a table apart, and those of each column; empty if it can. */
    private static Optional<String> complaint(List<Column> columns) {
        Map<String, Column> byName = new HashMap<>();
        for (Column column : columns) {
            Column other = byName.putIfAbsent(column.name(), column);
            if (other != null) {
                return Optional.of("columns '%s' and '%s' have the same name in OpenMetadata, '%s': rename one of them"
                        .formatted(other.rawName(), column.rawName(), column.name()));
            }
            Optional<String> below = column.children() == null ? Optional.empty() : complaint(column.children());
            if (below.isPresent()) {
                return below.map(complaint -> "column '" + column.rawName() + "': " + complaint);
            }
        }
        return Optional.empty();
    }

    private Entity withOwners(Entity entity) {
        return entity.owners() == null ? entity : entity.withOwners(resolve(entity.owners()));
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

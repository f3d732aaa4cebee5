package io.trawl.integration.ledger;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.Hierarchy.Failure;
import io.trawl.api.model.Scope;
import io.trawl.api.model.TrawlException;
import io.trawl.api.source.Listing;
import io.trawl.environment.FakeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Tables in memory, in a database {@code db}, behind listings that go wrong as told; it remembers what it answered. */
final class MemorySource extends FakeSource {

    /** What goes wrong with the listing of a schema. */
    enum Fault {
        NONE,
        /** It says after half of it that there was more. */
        CUT,
        /** It says nothing about how it ended. */
        SILENT,
        /** It is half of it and calls itself complete. */
        PARTIAL,
        /** The whole listing throws after half of this schema. */
        THROWS
    }

    /** A listing as it was answered: of the schema, what was found, and whether it ended as complete. */
    record Listed(String schema, Set<String> ids, boolean complete) {}

    /** An answer to what is still there. */
    record Rechecked(EntityType type, Set<String> asked, Set<String> present) {}

    final Map<String, Fault> faults = new HashMap<>();
    /** Tables no permission is left for: neither listed nor found when asked for. */
    final Set<String> invisible = new HashSet<>();
    /** Schemas that are not listed, for want of a permission. */
    final Set<String> invisibleSchemas = new HashSet<>();
    /** Schemas in which it cannot say what is still there. */
    final Set<String> recheckFails = new HashSet<>();

    boolean databaseFails;
    /** Tables that are dropped once the listing has ended. */
    final Set<String> droppedLater = new HashSet<>();

    final List<Listed> listed = new ArrayList<>();
    final List<Rechecked> rechecked = new ArrayList<>();
    Hierarchy hierarchy;

    @Override
    public synchronized Hierarchy discoverHierarchy() {
        List<String> schemas = tables.keySet().stream()
                .filter(name -> !invisibleSchemas.contains(name))
                .toList();
        hierarchy = hierarchy(schemas, databaseFails ? new Failure(FailureKind.PERMISSION, "no more") : null);
        return hierarchy;
    }

    @Override
    public synchronized Listing discoverEntities(EntityType type, Scope scope, Consumer<EntityDescriptor> found) {
        Set<String> complete = new HashSet<>();
        Map<String, Failure> failures = new HashMap<>();
        List<Listed> answers = new ArrayList<>();
        for (String schema : scope.schemas()) {
            Fault fault = faults.getOrDefault(schema, Fault.NONE);
            List<String> visible = tables.get(schema).stream()
                    .filter(name -> !invisible.contains(id(schema, name)))
                    .toList();
            Set<String> ids = new TreeSet<>();
            for (String name : visible.subList(0, fault == Fault.NONE ? visible.size() : visible.size() / 2)) {
                ids.add(id(schema, name));
                found.accept(descriptor(schema, name));
            }
            boolean claims = fault == Fault.NONE || fault == Fault.PARTIAL;
            answers.add(new Listed(schema, ids, claims));
            if (claims) {
                complete.add(schema);
            } else if (fault == Fault.CUT) {
                failures.put(schema, new Failure(FailureKind.TRANSIENT, "cut"));
            } else if (fault == Fault.THROWS) {
                scope.schemas().forEach(each -> listed.add(new Listed(each, Set.of(), false)));
                throw new TrawlException(FailureKind.TRANSIENT, "the listing broke");
            }
        }
        listed.addAll(answers);
        tables.forEach((schema, names) -> names.removeIf(name -> droppedLater.contains(id(schema, name))));
        return new Listing(complete, failures);
    }

    @Override
    public synchronized Set<String> stillPresent(
            EntityType type, String database, String schema, Collection<String> ids) {
        if (recheckFails.contains(schema == null ? database : schema)) {
            throw new TrawlException(FailureKind.TRANSIENT, "nobody can say what is still there");
        }
        Set<String> present = new TreeSet<>();
        if (type == EntityType.TABLE) {
            tables.getOrDefault(schema, Set.of()).forEach(name -> present.add(id(schema, name)));
            present.removeAll(invisible);
        } else {
            tables.keySet().stream()
                    .filter(name -> !invisibleSchemas.contains(name))
                    .forEach(name -> present.add(Fqn.of(SERVICE, DATABASE, name)));
        }
        present.retainAll(ids);
        rechecked.add(new Rechecked(type, Set.copyOf(ids), present));
        return present;
    }
}

package io.trawl.engine;

import io.trawl.api.ledger.RunLedger;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.Hierarchy.Failure;
import io.trawl.api.model.Scope;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.source.Listing;
import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.FilterCounts;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Lists the source: the hierarchy, and then every entity that passes the filters. */
final class Discovery {

    private final DiscoverableSource source;
    private final Map<EntityType, FilterCounts> filters = new EnumMap<>(EntityType.class);
    private final RunLedger ledger;
    private final BooleanSupplier stopped;
    private final BooleanSupplier leaving;
    private final ExtensionMembers extensionMembers;
    private final Consumer<String> warnings;

    /**
     * @param connectors the workflow, with its source and filters
     * @param stopped once it is true, nothing that is found is used any more
     * @param leaving asked between listings; once it is true no other is begun. True also if it was stopped
     * @param warnings receives what the user should know of what was listed
     */
    Discovery(
            Connectors connectors,
            RunLedger ledger,
            BooleanSupplier stopped,
            BooleanSupplier leaving,
            Consumer<String> warnings) {
        this.source = connectors.source();
        for (EntityType type : EntityType.PARALLELIZABLE) {
            filters.put(type, new FilterCounts(connectors.filters(), type));
        }
        this.ledger = ledger;
        this.stopped = stopped;
        this.leaving = leaving;
        this.extensionMembers =
                new ExtensionMembers(connectors.workflow().execution().includeExtensionMembers());
        this.warnings = warnings;
    }

    /**
     * The service, databases and schemas; what could not be looked at, or has the name of another, is recorded in the ledger.
     *
     * @throws io.trawl.api.model.TrawlException if the source cannot be reached at all
     */
    Hierarchy hierarchy() {
        source.setRun(ledger.runId());
        Hierarchy hierarchy = HierarchyNames.distinct(source.discoverHierarchy());
        ledger.hierarchyListed(hierarchy);
        hierarchy.warnings().forEach(ledger::warning);
        return hierarchy;
    }

    /**
     * Lists the entities of every schema of the hierarchy, but for what this run has listed already.
     *
     * @param found receives them as they arrive; may block
     * @param groupEnded runs where the type or the database changes, before the listing is recorded as ended: what was
     *     found must be in the ledger by then
     */
    void entities(Hierarchy hierarchy, Consumer<EntityDescriptor> found, Runnable groupEnded) {
        for (Hierarchy.Database database : hierarchy.databases()) {
            List<String> schemas =
                    database.schemas().stream().map(Hierarchy.Schema::name).toList();
            for (EntityType type : new TreeSet<>(source.parallelizableEntityTypes())) {
                if (schemas.isEmpty() || leaving.getAsBoolean()) {
                    continue;
                }
                List<String> toList = ledger.beginListing(type, database.name(), schemas);
                if (toList.size() < schemas.size()) {
                    filters.get(type).passUnseen(); // in an earlier listing of this run
                }
                if (!toList.isEmpty()) {
                    list(type, new Scope(database.name(), toList), found, groupEnded);
                }
            }
        }
        extensionMembers.warning().ifPresent(warnings);
        if (!leaving.getAsBoolean()) {
            filters.values().forEach(filter -> filter.warning().ifPresent(warnings));
        }
    }

    private void list(EntityType type, Scope scope, Consumer<EntityDescriptor> found, Runnable groupEnded) {
        Map<String, Long> filtered = new HashMap<>();
        SameNames names = new SameNames();
        Listing listing =
                list(type, scope, descriptor -> take(descriptor, filtered, each -> found.accept(names.check(each))));
        if (stopped.getAsBoolean()) {
            return; // entities may have been passed over, so this listing says nothing about what is gone
        }
        groupEnded.run();
        Failure unknown = new Failure(FailureKind.BUG, "the source did not say whether");
        Map<String, Failure> failures = new HashMap<>();
        scope.schemas().stream()
                .filter(schema -> !listing.complete().contains(schema))
                .forEach(schema -> failures.put(schema, listing.failures().getOrDefault(schema, unknown)));
        ledger.endListing(type, scope.database(), scope.schemas(), failures, filtered);
    }

    /** A source that throws instead of saying what is missing has listed nothing completely. */
    private Listing list(EntityType type, Scope scope, Consumer<EntityDescriptor> taker) {
        List<RuntimeException> notTheSources = new ArrayList<>();
        Consumer<EntityDescriptor> found = descriptor -> {
            try {
                taker.accept(descriptor);
            } catch (RuntimeException e) {
                notTheSources.add(e);
                throw e;
            }
        };
        Map<String, Failure> failures = new HashMap<>();
        try {
            Listing listing = source.discoverEntities(type, scope, found);
            if (notTheSources.isEmpty()) {
                return listing;
            }
        } catch (ConfigException e) {
            throw e; // a filter that cannot be asked: what to ingest is not known
        } catch (RuntimeException e) {
            Failure failure = new Failure(Failures.kindOf(e), Failures.messageOf(e));
            scope.schemas().forEach(schema -> failures.put(schema, failure));
        }
        if (!notTheSources.isEmpty()) {
            throw notTheSources.get(0);
        }
        return new Listing(Set.of(), failures);
    }

    private void take(EntityDescriptor descriptor, Map<String, Long> filtered, Consumer<EntityDescriptor> found) {
        if (stopped.getAsBoolean()) {
            return; // the listing goes on to its end, which is near; nothing of it is used any more
        }
        if (filters.get(descriptor.type()).allows(descriptor.name(), descriptor.id())
                && !extensionMembers.leavesOut(descriptor)) {
            found.accept(descriptor);
        } else {
            filtered.merge(descriptor.schema(), 1L, Long::sum);
        }
    }
}

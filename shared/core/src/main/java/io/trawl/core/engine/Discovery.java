package io.trawl.core.engine;

import io.trawl.core.config.Filters;
import io.trawl.core.ledger.Ledger;
import io.trawl.core.model.EntityDescriptor;
import io.trawl.core.model.EntityType;
import io.trawl.core.model.FailureKind;
import io.trawl.core.model.Fqn;
import io.trawl.core.model.Hierarchy;
import io.trawl.core.model.Hierarchy.Failure;
import io.trawl.core.model.Scope;
import io.trawl.core.source.DiscoverableSource;
import io.trawl.core.source.Listing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Lists what there is: the hierarchy, and then every entity that the filters let through. */
public final class Discovery {

    private final DiscoverableSource source;
    private final Filters filters;
    private final Ledger ledger;
    private final RunListener listener;
    private final BooleanSupplier stopped;

    /**
     * @param stopped asked between listings; once it is true no other is begun
     */
    public Discovery(
            DiscoverableSource source, Filters filters, Ledger ledger, RunListener listener, BooleanSupplier stopped) {
        this.source = source;
        this.filters = filters;
        this.ledger = ledger;
        this.listener = listener;
        this.stopped = stopped;
    }

    /**
     * The service, databases and schemas; what could not be looked at is recorded in the ledger.
     *
     * @throws io.trawl.core.model.TrawlException if the source cannot be reached at all
     */
    public Hierarchy hierarchy() {
        Hierarchy hierarchy = source.discoverHierarchy();
        String service = hierarchy.service().name();
        for (Hierarchy.Database database : hierarchy.databases()) {
            if (database.failure() != null) {
                ledger.hierarchyFailed(EntityType.DATABASE, Fqn.of(service, database.name()), database.failure());
            }
        }
        if (hierarchy.filtered() > 0) {
            ledger.filtered(EntityType.DATABASE_SCHEMA, null, hierarchy.filtered());
        }
        return hierarchy;
    }

    /**
     * Lists the entities of every schema of the hierarchy.
     *
     * @param found receives them as they arrive; may block
     * @param groupEnded runs where the type or the database changes
     */
    public void entities(Hierarchy hierarchy, Consumer<EntityDescriptor> found, Runnable groupEnded) {
        String service = hierarchy.service().name();
        for (Hierarchy.Database database : hierarchy.databases()) {
            List<String> schemas =
                    database.schemas().stream().map(Hierarchy.Schema::name).toList();
            for (EntityType type : new TreeSet<>(source.parallelizableEntityTypes())) {
                if (schemas.isEmpty() || stopped.getAsBoolean()) {
                    continue;
                }
                Listing listing = list(type, new Scope(database.name(), schemas), service, found);
                if (stopped.getAsBoolean()) {
                    return; // entities may have been passed over, so this listing says nothing about what is gone
                }
                for (String schema : schemas) {
                    ledger.listingEnded(type, Fqn.of(service, database.name(), schema), failureOf(listing, schema));
                }
                groupEnded.run();
            }
        }
    }

    /** A source that throws instead of saying what is missing has listed nothing completely. */
    private Listing list(EntityType type, Scope scope, String service, Consumer<EntityDescriptor> found) {
        try {
            return source.discoverEntities(type, scope, descriptor -> take(service, descriptor, found));
        } catch (RuntimeException e) {
            Failure failure = new Failure(Failures.kindOf(e), Failures.messageOf(e));
            Map<String, Failure> failures = new HashMap<>();
            scope.schemas().forEach(schema -> failures.put(schema, failure));
            return new Listing(Set.of(), failures);
        }
    }

    private void take(String service, EntityDescriptor descriptor, Consumer<EntityDescriptor> found) {
        if (stopped.getAsBoolean()) {
            return; // the listing goes on to its end, which is near; nothing of it is used any more
        }
        if (filters.allows(descriptor.type(), descriptor.name(), descriptor.id())) {
            ledger.listed(List.of(descriptor));
            listener.listed(1);
            found.accept(descriptor);
        } else {
            ledger.filtered(descriptor.type(), Fqn.of(service, descriptor.database(), descriptor.schema()), 1);
        }
    }

    private Failure failureOf(Listing listing, String schema) {
        return listing.complete().contains(schema)
                ? null
                : listing.failures()
                        .getOrDefault(schema, new Failure(FailureKind.BUG, "the source did not say whether"));
    }
}

package io.trawl.source.kit;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Hierarchy.Failure;
import io.trawl.api.model.Scope;
import io.trawl.api.model.TrawlException;
import io.trawl.api.source.Listing;
import io.trawl.api.source.SourceStoppedException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Lists entities page by page. Each page is read under a lease of its own, which is given back before the page goes to
 * the consumer. So no session or transaction is held while the consumer blocks.
 *
 * @param <S> a session
 */
public final class EntityLister<S> {

    /**
     * Lists a page.
     *
     * @param <S> a session
     */
    @FunctionalInterface
    public interface Pages<S> {

        /** See {@link Dialect#list}. */
        Page list(S session, ListRequest request) throws Exception;
    }

    private final DatabaseAccess<S> server;
    private final Pages<S> pages;
    private final Traits traits;

    public EntityLister(DatabaseAccess<S> server, Pages<S> pages, Traits traits) {
        this.server = server;
        this.pages = pages;
        this.traits = traits;
    }

    /**
     * Lists; where a page cannot be read, not even in parts, every schema that it may hold parts of is incomplete.
     *
     * @throws SourceStoppedException if the source is stopped before the end
     */
    public Listing list(EntityType type, Scope scope, Consumer<EntityDescriptor> found) {
        Map<String, Failure> failures = new TreeMap<>();
        for (Scope unit : units(scope)) {
            try {
                failures.putAll(list(type, false, unit, found));
            } catch (PageException e) {
                Failure failure = new Failure(e.failure().kind(), e.failure().getMessage());
                unit.schemas().forEach(schema -> failures.put(schema, failure));
            }
        }
        Set<String> complete = new HashSet<>(scope.schemas());
        complete.removeAll(failures.keySet());
        return new Listing(complete, failures);
    }

    /**
     * Lists entities of every kind.
     *
     * @throws TrawlException if the answer would be incomplete
     */
    void listAll(EntityType type, Scope scope, Consumer<EntityDescriptor> found) {
        for (Scope unit : units(scope)) {
            try {
                for (Failure failure : list(type, true, unit, found).values()) {
                    throw new TrawlException(failure.kind(), failure.message());
                }
            } catch (PageException e) {
                throw e.failure();
            }
        }
    }

    /** What may be listed together. */
    private List<Scope> units(Scope scope) {
        return traits.readsBy() == Traits.Unit.DATABASE
                ? List.of(scope)
                : scope.schemas().stream()
                        .map(schema -> new Scope(scope.database(), List.of(schema)))
                        .toList();
    }

    /** Hands on what the pages hold; answers which schemas they say too little of. */
    private Map<String, Failure> list(
            EntityType type, boolean everyKind, Scope scope, Consumer<EntityDescriptor> found) {
        Map<String, Failure> incomplete = new TreeMap<>();
        PageReader<S> reader = new PageReader<>(server, pages, type, everyKind, scope, traits.largestPage());
        String from = null;
        do {
            Page page = reader.read(from);
            page.descriptors().forEach(found);
            page.incompleteSchemas()
                    .forEach((schema, why) -> incomplete.put(
                            schema, new Failure(why.kind(), server.messages().about(scope.database(), why.message()))));
            from = page.next();
        } while (from != null);
        return incomplete;
    }
}

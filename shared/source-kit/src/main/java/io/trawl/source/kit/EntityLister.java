package io.trawl.source.kit;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Lists entities page by page. Each page is read under a lease of its own, which is given back before the page goes to
 * the consumer. So no session or transaction is held while the consumer blocks. Schemas that are listed one by one are listed
 * in parallel, as many at a time as the budget allows connections.
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
     * @param found called by the calling thread alone; entities of one schema in the order of its pages
     * @throws SourceStoppedException if the source is stopped before the end
     */
    public Listing list(EntityType type, Scope scope, Consumer<EntityDescriptor> found) {
        Map<String, Failure> failures = new ConcurrentHashMap<>();
        ParallelReads.<Scope, Page>run(
                units(scope),
                server.pool().limit(),
                (unit, pages) -> failures.putAll(list(type, false, unit, pages)),
                page -> page.descriptors().forEach(found));
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
            Consumer<Page> pages = page -> page.descriptors().forEach(found);
            for (Failure failure : list(type, true, unit, pages).values()) {
                throw new TrawlException(failure.kind(), failure.message());
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

    /** Hands on the pages; answers which schemas are incomplete, which are all if a page cannot be read. */
    private Map<String, Failure> list(EntityType type, boolean everyKind, Scope scope, Consumer<Page> found) {
        Map<String, Failure> incomplete = new TreeMap<>();
        PageReader<S> reader = new PageReader<>(
                server, pages, new ListRequest(type, everyKind, scope, null, traits.largestPage(), false));
        String from = null;
        do {
            Page page;
            try {
                page = reader.read(from);
            } catch (SourceStoppedException e) {
                throw e;
            } catch (TrawlException e) {
                scope.schemas().forEach(schema -> incomplete.put(schema, new Failure(e.kind(), e.getMessage())));
                break;
            }
            found.accept(page);
            page.incompleteSchemas()
                    .forEach((schema, why) -> incomplete.put(
                            schema, new Failure(why.kind(), server.messages().about(scope.database(), why.message()))));
            if (page.next() != null && page.next().equals(from)) {
                Failure endless = new Failure(
                        FailureKind.BUG,
                        server.messages().about(scope.database(), "a page of the listing leads to itself"));
                scope.schemas().forEach(schema -> incomplete.put(schema, endless));
                break;
            }
            from = page.next();
        } while (from != null);
        return incomplete;
    }
}

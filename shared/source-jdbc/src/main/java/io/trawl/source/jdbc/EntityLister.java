package io.trawl.source.jdbc;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Hierarchy.Failure;
import io.trawl.api.model.Scope;
import io.trawl.api.model.TrawlException;
import io.trawl.api.source.Listing;
import io.trawl.api.source.SourceStoppedException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Lists entities page by page. Each page is read under a lease of its own, which is given back before the page goes to
 * the consumer. So no connection or transaction is held while the consumer blocks.
 */
public final class EntityLister {

    private final Databases server;
    private final EntityPages pages;

    public EntityLister(Databases server, EntityPages pages) {
        this.server = server;
        this.pages = pages;
    }

    /**
     * Lists; where a page cannot be read, not even in parts, every schema of the scope is incomplete, since a page holds parts
     * of all.
     *
     * @throws SourceStoppedException if the source is stopped before the end
     */
    public Listing list(EntityType type, Scope scope, Consumer<EntityDescriptor> found) {
        Map<String, Failure> failures = new TreeMap<>();
        try {
            failures.putAll(list(type, false, scope, found));
        } catch (PageException e) {
            Failure failure = new Failure(e.failure().kind(), e.failure().getMessage());
            scope.schemas().forEach(schema -> failures.put(schema, failure));
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
    public void listAll(EntityType type, Scope scope, Consumer<EntityDescriptor> found) {
        try {
            for (Failure failure : list(type, true, scope, found).values()) {
                throw new TrawlException(failure.kind(), failure.message());
            }
        } catch (PageException e) {
            throw e.failure();
        }
    }

    /** Hands on what the pages hold; answers which schemas they say too little of. */
    private Map<String, Failure> list(EntityType type, boolean all, Scope scope, Consumer<EntityDescriptor> found) {
        Map<String, Failure> obscure = new TreeMap<>();
        PageReader reader = new PageReader(server, pages, type, all, scope);
        String from = null;
        do {
            EntityPages.Page page = reader.read(from);
            page.descriptors().forEach(found);
            page.obscure()
                    .forEach((schema, why) -> obscure.put(
                            schema, new Failure(why.kind(), server.messages().about(scope.database(), why.message()))));
            from = page.next();
        } while (from != null);
        return obscure;
    }
}

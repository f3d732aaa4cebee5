package io.trawl.source.kit;

import io.trawl.api.model.EntityType;
import io.trawl.api.model.Scope;
import io.trawl.api.model.TrawlException;
import io.trawl.api.source.SourceStoppedException;

/**
 * Reads the pages of one listing. A page that fails is halved until the entity that it fails for is alone and can be stepped
 * over; after each page that can be read, the next one is twice as large again. Used by one thread.
 */
final class PageReader<S> {

    private final DatabaseAccess<S> server;
    private final EntityLister.Pages<S> pages;
    private final EntityType type;
    private final boolean everyKind;
    private final Scope scope;
    private final int largest;
    private final Halving halving = new Halving();
    private int size;

    /** @param largest entities in a page */
    PageReader(
            DatabaseAccess<S> server,
            EntityLister.Pages<S> pages,
            EntityType type,
            boolean everyKind,
            Scope scope,
            int largest) {
        this.server = server;
        this.pages = pages;
        this.type = type;
        this.everyKind = everyKind;
        this.scope = scope;
        this.largest = largest;
        this.size = largest;
    }

    /**
     * Reads the page that begins there.
     *
     * @throws TrawlException if it cannot be read, not even in parts
     * @throws SourceStoppedException if the source is stopped
     */
    Page read(String from) {
        while (true) {
            try {
                Page page = request(from, size, false);
                size = (int) Math.min(2L * size, largest);
                return page;
            } catch (TrawlException e) {
                throw e;
            } catch (Exception e) {
                Reach reach = server.messages().failures().reach(e);
                if (halving.isWorthwhile(reach, size)) {
                    size /= 2;
                } else if (reach.leavesParts() && !reach.isSlow()) {
                    return readDamaged(from);
                } else {
                    throw server.messages().exception(scope.database(), e);
                }
            }
        }
    }

    private Page readDamaged(String from) {
        try {
            return request(from, 1, true);
        } catch (Exception e) {
            throw server.messages().exception(scope.database(), e);
        }
    }

    private Page request(String from, int limit, boolean damaged) throws Exception {
        ListRequest request = new ListRequest(type, everyKind, scope, from, limit, damaged);
        return server.readWithRetry(scope.database(), session -> pages.list(session, request));
    }
}

package io.trawl.source.kit;

import io.trawl.api.model.TrawlException;
import io.trawl.api.source.SourceStoppedException;

/**
 * Reads the pages of one listing. A page that fails is halved until the entity that it fails for is alone and can be stepped
 * over; after each page that can be read, the next one is twice as large again. Used by one thread.
 */
final class PageReader<S> {

    private final DatabaseAccess<S> server;
    private final EntityLister.Pages<S> pages;
    private final ListRequest first;
    private final Halving halving = new Halving();
    private int size;

    /** @param first asks for the first page, with the largest number of entities in a page */
    PageReader(DatabaseAccess<S> server, EntityLister.Pages<S> pages, ListRequest first) {
        this.server = server;
        this.pages = pages;
        this.first = first;
        this.size = first.limit();
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
                size = (int) Math.min(2L * size, first.limit());
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
                    throw server.messages().exception(first.database(), e);
                }
            }
        }
    }

    private Page readDamaged(String from) {
        try {
            return request(from, 1, true);
        } catch (Exception e) {
            throw server.messages().exception(first.database(), e);
        }
    }

    private Page request(String from, int limit, boolean damaged) throws Exception {
        ListRequest request = new ListRequest(first.type(), first.everyKind(), first.scope(), from, limit, damaged);
        return server.readWithRetry(first.database(), session -> pages.list(session, request));
    }
}

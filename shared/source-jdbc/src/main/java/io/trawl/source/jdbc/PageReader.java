package io.trawl.source.jdbc;

import io.trawl.api.model.EntityType;
import io.trawl.api.model.Scope;
import io.trawl.api.model.TrawlException;
import io.trawl.api.source.SourceStoppedException;
import io.trawl.source.jdbc.EntityPages.Page;
import java.sql.SQLException;

/**
 * Reads the pages of one listing. A page that fails is halved until the entity that it fails for is alone and can be stepped
 * over; after each page that can be read, the next one is twice as large again. Used by one thread.
 */
final class PageReader {

    private final Databases server;
    private final EntityPages pages;
    private final EntityType type;
    private final boolean all;
    private final Scope scope;
    private final Halving halving = new Halving();
    private int size;

    PageReader(Databases server, EntityPages pages, EntityType type, boolean all, Scope scope) {
        this.server = server;
        this.pages = pages;
        this.type = type;
        this.all = all;
        this.scope = scope;
        this.size = pages.size();
    }

    /**
     * Reads the page that begins there.
     *
     * @throws PageException if it cannot be read, not even in parts
     * @throws SourceStoppedException if the source is stopped
     */
    Page read(String from) {
        while (true) {
            try {
                EntityPages some = pages.ofSize(size);
                Page page = server.readPatiently(
                        scope.database(), connection -> some.read(connection, type, all, scope, from));
                size = (int) Math.min(2L * size, pages.size());
                return page;
            } catch (SQLException e) {
                if (halving.isWorthwhile(e, size)) {
                    size /= 2;
                } else if (SqlFailures.extentOf(e) == SqlFailures.Extent.STATEMENT) {
                    return readDamaged(from);
                } else {
                    throw new PageException(server.messages().exception(scope.database(), e));
                }
            } catch (SourceStoppedException e) {
                throw e;
            } catch (TrawlException e) {
                throw new PageException(e);
            }
        }
    }

    private Page readDamaged(String from) {
        try {
            EntityPages one = pages.ofSize(1);
            return server.readPatiently(
                    scope.database(), connection -> one.readDamaged(connection, type, all, scope, from));
        } catch (SQLException e) {
            throw new PageException(server.messages().exception(scope.database(), e));
        }
    }
}

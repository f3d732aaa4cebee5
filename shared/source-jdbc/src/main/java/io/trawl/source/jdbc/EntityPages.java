package io.trawl.source.jdbc;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Hierarchy.Failure;
import io.trawl.api.model.Scope;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Lists entities in pages, in an order of the source's own that does not change when entities come or go. */
public interface EntityPages {

    /** Entities in a page: few enough to hold, so many that the round trips do not matter. */
    int SIZE = 5000;

    /**
     * A page.
     *
     * @param descriptors what it holds; may be empty
     * @param next where the next begins; null if this is the last
     * @param obscure schemas of the scope of which too little can be seen to be sure that nothing else is in them, each with
     *     the reason, which does not say where
     */
    record Page(List<EntityDescriptor> descriptors, String next, Map<String, Failure> obscure) {

        /** A page that says all there is. */
        public Page(List<EntityDescriptor> descriptors, String next) {
            this(descriptors, next, Map.of());
        }
    }

    /**
     * Reads a page.
     *
     * @param all whether kinds that the workflow leaves out are listed too, views for example
     * @param from {@link Page#next} of the page before; null for the first
     */
    Page read(Connection connection, EntityType type, boolean all, Scope scope, String from) throws SQLException;

    /** How many entities a page holds; 1 also where pages have no other size. */
    default int size() {
        return 1;
    }

    /**
     * The same entities in pages of another size.
     *
     * @param size at least 1, at most {@link #size}
     */
    default EntityPages ofSize(int size) {
        return this;
    }

    /**
     * Reads, in place of a page of one entity that fails, that entity under a name that can be read, such as one in which the
     * bytes that are no text are escaped: it is to fail as an entity when it is read. The page may also name the schema as
     * obscure.
     *
     * @throws SQLException if that fails too, as it does by default
     */
    default Page readDamaged(Connection connection, EntityType type, boolean all, Scope scope, String from)
            throws SQLException {
        return read(connection, type, all, scope, from);
    }
}

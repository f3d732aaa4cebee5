package io.trawl.source.snowflake;

import io.trawl.source.jdbc.Results;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what SHOW says of all objects of a kind in a schema, page by page. */
final class ShowPages {

    /** Objects that are shown at once: their SHOW takes no LIMIT, and with more than 10,000 it fails or is cut off. */
    private static final Set<String> WHOLE = Set.of("STAGES", "MATERIALIZED VIEWS");

    private ShowPages() {}

    /** Whether SHOW has no pages of these objects. */
    static boolean hasNone(String objects) {
        return WHOLE.contains(objects);
    }

    /**
     * All rows.
     *
     * @param objects of which kind, {@code STREAMS} for example
     * @param name of the object in a row, raw
     */
    static <T> List<T> all(
            Connection session, String objects, SchemaName schema, Results.Row<T> row, Function<T, String> name)
            throws SQLException {
        List<T> all = new ArrayList<>();
        String after = null;
        int size;
        do {
            List<T> page = page(session, objects, schema, Query.MOST_ROWS, after, row);
            all.addAll(page);
            size = page.size();
            after = size == 0 ? after : name.apply(page.get(size - 1));
        } while (size == Query.MOST_ROWS && !hasNone(objects));
        return all;
    }

    /** The rows of a page; all rows if there are no pages of these objects. */
    static <T> List<T> page(
            Connection session,
            String objects,
            SchemaName schema,
            int limit,
            @Nullable String after,
            Results.Row<T> row)
            throws SQLException {
        if (hasNone(objects)) {
            return Query.showInSchema(objects, schema.database(), schema.schema())
                    .list(session, row);
        }
        String scope = "SCHEMA " + Identifiers.schema(schema.database(), schema.schema());
        return Query.showPage(objects, scope, limit, after).list(session, row);
    }
}

package io.trawl.source.snowflake;

import io.trawl.source.jdbc.Results;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what SHOW says of all objects of a kind in an account, a database or a schema, page by page. */
final class ShowPages {

    /** Objects that are shown at once: their SHOW takes no LIMIT, and with more than 10,000 it fails or is cut off. */
    private static final Set<String> WHOLE = Set.of("STAGES", "MATERIALIZED VIEWS");

    private ShowPages() {}

    /** Whether SHOW has no pages of these objects. */
    static boolean hasNone(String objects) {
        return WHOLE.contains(objects);
    }

    /**
     * All rows, each once.
     *
     * @param objects of which kind, {@code STREAMS} for example
     * @param scope as of {@link Query#show(String, String)}; null for the account
     * @param name of the object in a row, raw
     */
    static <T> List<T> all(
            Connection session, String objects, @Nullable String scope, Results.Row<T> row, Function<T, String> name)
            throws SQLException {
        Set<T> all = new LinkedHashSet<>();
        String after = null;
        List<T> page;
        boolean isNew;
        do {
            page = page(session, objects, scope, Query.MOST_ROWS, after, row);
            isNew = all.addAll(page);
            after = page.isEmpty() ? null : name.apply(page.get(page.size() - 1));
        } while (page.size() >= Query.MOST_ROWS && isNew && !hasNone(objects));
        return List.copyOf(all);
    }

    /** The rows of a page; all rows if there are no pages of these objects. */
    static <T> List<T> page(
            Connection session,
            String objects,
            @Nullable String scope,
            int limit,
            @Nullable String after,
            Results.Row<T> row)
            throws SQLException {
        Query query = hasNone(objects) ? Query.show(objects, scope) : Query.showPage(objects, scope, limit, after);
        return query.list(session, row);
    }
}

package io.trawl.testkit.snowflake.answer;

import io.trawl.testkit.snowflake.model.NameOrder;
import io.trawl.testkit.snowflake.sql.Sql.Show;
import io.trawl.testkit.snowflake.sql.SqlException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How much of a listing SHOW answers. By docs.snowflake.com/en/sql-reference/sql/show-tables and its like: LIMIT may not
 * exceed 10,000; without it more rows are an error; FROM is a cursor that leads to the rows "following the first row whose
 * object name matches the specified string", where "partial names are supported". What FROM does if no name begins with
 * the string is not said there; here the rows with greater names follow, since "objects are returned in lexicographic order".
 */
final class Paging {

    static final int MOST = 10_000;

    private Paging() {}

    static <T> Answer page(
            Show show, List<Answer.Column> columns, List<T> all, Function<T, String> name, Function<T, Object[]> row) {
        if (!show.what().paged) {
            return cutSilently(columns, all.stream().map(row));
        }
        int limit = show.limit() == null ? MOST : show.limit();
        int start = show.from() == null ? 0 : following(all, name, show.from());
        if (limit > MOST || (show.limit() == null && all.size() > MOST)) {
            throw SqlException.tooManyRows();
        }
        return new Answer(
                columns,
                all.subList(start, Math.min(all.size(), start + limit)).stream()
                        .map(row)
                        .toList());
    }

    private static <T> int following(List<T> all, Function<T, String> name, String from) {
        int greater = all.size();
        for (int i = all.size() - 1;
                i >= 0 && NameOrder.BY_CODE_POINT.compare(name.apply(all.get(i)), from) >= 0;
                i--) {
            greater = i;
        }
        boolean matches = greater < all.size() && name.apply(all.get(greater)).startsWith(from);
        return matches ? greater + 1 : greater;
    }

    /** The first 10,000 rows, and no word of the others (.../sql/show-columns, usage notes). */
    static Answer cutSilently(List<Answer.Column> columns, Stream<Object[]> rows) {
        return new Answer(columns, rows.limit(MOST).toList());
    }
}

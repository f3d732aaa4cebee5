package io.trawl.source.redshift;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a relation are spread over nodes and sorted in them.
 *
 * @param distKey null if they are not spread by a column
 * @param sortKeys in their order; empty if they are not sorted
 * @param interleaved whether each sort key has the same weight
 */
record Layout(@Nullable Attribute distKey, List<Attribute> sortKeys, boolean interleaved) {

    /**
     * Of a relation. What holds the rows of a materialized view may have columns of Redshift's own, which the view does not
     * show: they are left out, since the catalog takes only keys over columns that it knows.
     */
    static Layout of(Relation relation) {
        List<Attribute> stored = !relation.isView() ? relation.columns() : shown(relation);
        List<Attribute> sortKeys = stored.stream()
                .filter(column -> column.sortPosition() != 0)
                .sorted(Comparator.comparingInt(column -> Math.abs(column.sortPosition())))
                .toList();
        return new Layout(
                stored.stream().filter(Attribute::distKey).findFirst().orElse(null),
                sortKeys,
                sortKeys.stream().anyMatch(column -> column.sortPosition() < 0));
    }

    private static List<Attribute> shown(Relation view) {
        Set<String> known = view.columns().stream().map(Attribute::name).collect(Collectors.toSet());
        return view.stored().stream()
                .filter(column -> known.contains(column.name()))
                .toList();
    }
}

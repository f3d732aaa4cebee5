package io.trawl.source.postgresql;

import io.trawl.api.model.EntityType;
import io.trawl.source.kit.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The letters for kinds of entities in the catalog: {@code relkind} and {@code prokind}. */
final class KindLetters {

    private static final Map<String, Kind> RELATIONS = Map.of(
            "r", Kind.TABLE,
            "p", Kind.PARTITIONED_TABLE,
            "f", Kind.FOREIGN_TABLE,
            "v", Kind.VIEW,
            "m", Kind.MATERIALIZED_VIEW);
    private static final Map<String, Kind> ROUTINES = Map.of("f", Kind.FUNCTION, "p", Kind.PROCEDURE);

    private KindLetters() {}

    /** The letters of those of some kinds that PostgreSQL has. */
    static List<String> of(EntityType type, Set<Kind> kinds) {
        return (type == EntityType.TABLE ? RELATIONS : ROUTINES)
                .entrySet().stream()
                        .filter(entry -> kinds.contains(entry.getValue()))
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList();
    }

    /** Of a {@code relkind} that the SQL lets through. */
    static Kind ofRelation(String relkind) {
        return RELATIONS.get(relkind);
    }

    /** Of a {@code prokind} that the SQL lets through. */
    static Kind ofRoutine(String prokind) {
        return ROUTINES.get(prokind);
    }
}

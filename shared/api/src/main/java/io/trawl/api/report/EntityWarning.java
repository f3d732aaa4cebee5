package io.trawl.api.report;

import io.trawl.api.util.OneLine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A warning about several entities. Its size is bounded, however many they are.
 *
 * @param message the same for all of them
 * @param entities how many
 * @param first ids of the first few
 */
public record EntityWarning(String message, long entities, List<String> first) {

    /** How many ids are kept. */
    public static final int MOST_IDS = 5;

    public EntityWarning {
        first = List.copyOf(first);
    }

    /** A warning that holds for no entity yet. */
    public static EntityWarning of(String message) {
        return new EntityWarning(message, 0, List.of());
    }

    /** The same warning for more entities. */
    public EntityWarning with(Collection<String> ids) {
        List<String> kept = new ArrayList<>(first);
        ids.stream().limit(MOST_IDS - first.size()).forEach(kept::add);
        return new EntityWarning(message, entities + ids.size(), kept);
    }

    /** One line: how many entities, the message, the first ids. */
    public String line() {
        return (entities == 1 ? "1 entity" : entities + " entities") + ": " + message + ": "
                + OneLine.listed(first, MOST_IDS, entities);
    }
}

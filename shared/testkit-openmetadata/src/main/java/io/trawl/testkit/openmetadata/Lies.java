package io.trawl.testkit.openmetadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What the contract server does to its lists before it sends them. Safe for use by several threads. */
final class Lies {

    private volatile List<Lie> told = List.of();
    private volatile Random random;

    void tell(long seed, List<Lie> lies) {
        random = new Random(seed);
        told = List.copyOf(lies);
    }

    /** Changes a page of what lies below a parent; other lists are true. */
    ObjectNode apply(Kind kind, Map<String, String> query, ObjectNode page, Collection<StoredEntity> all) {
        String parent = kind.parentField == null ? null : query.get(kind.parentField);
        if (parent != null) {
            told.forEach(lie -> lie.tell(new Lie.Page(page, parent, all), random));
        }
        return page;
    }
}

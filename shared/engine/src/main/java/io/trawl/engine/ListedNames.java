package io.trawl.engine;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.TrawlException;
import io.trawl.api.util.IdSet;
import io.trawl.api.util.OneLine;
import java.util.List;

/**
 * Checks the names that a catalog lists below a parent. One that does not lie there, or that comes twice, makes the whole list
 * useless for deletions: other names may be wrong too, and the number of names is not that of the entities.
 */
final class ListedNames {

    private final List<String> parent;
    private final IdSet seen = new IdSet();

    ListedNames(String parentFqn) {
        this.parent = Fqn.split(parentFqn);
    }

    /**
     * Checks the next name of the list.
     *
     * @throws TrawlException if it must not be there
     */
    void check(String fqn) {
        if (!isChild(fqn)) {
            throw useless("names " + OneLine.quoted(fqn) + ", which does not lie in it");
        }
        if (!seen.add(fqn)) {
            throw useless("names " + OneLine.quoted(fqn) + " twice");
        }
    }

    private boolean isChild(String fqn) {
        try {
            List<String> parts = Fqn.split(fqn);
            return parts.size() == parent.size() + 1
                    && parts.subList(0, parent.size()).equals(parent);
        } catch (IllegalArgumentException e) {
            return false; // no fully qualified name at all
        }
    }

    private static TrawlException useless(String why) {
        return new TrawlException(FailureKind.BUG, "the catalog's list of what it holds there " + why);
    }
}

package io.trawl.api.ledger;

import java.util.Collection;

/** Records the warnings of a run, which its report shows. */
public interface RunWarnings {

    /** Records a warning; the same message twice is one. */
    void warning(String message);

    /**
     * Records a warning about some entities. The report has one line for each message, with the number of entities and the
     * first of them. An entity that is read twice may be counted twice.
     *
     * @param message the same for all of them
     * @param ids at least one
     */
    void warning(String message, Collection<String> ids);
}

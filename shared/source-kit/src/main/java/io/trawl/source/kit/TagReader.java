package io.trawl.source.kit;

import io.trawl.api.model.Hierarchy.Classification;
import io.trawl.api.model.HierarchyFailure;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Collects the tags that entities may carry, over all databases.
 *
 * @param <S> the source's sessions
 */
public interface TagReader<S> {

    /**
     * Reads those of some schemas of a database. One that cannot be read does not hinder the others.
     *
     * @param describe says of a failure what the server has answered, and which database it is about
     * @throws Exception if that says nothing about a tag: the session is lost, or the server has too many
     */
    void read(S session, String database, Set<String> schemas, Function<Throwable, String> describe) throws Exception;

    /** What was found; empty for none. */
    List<Classification> classifications();

    /** What could not be read, and is in no classification. */
    List<HierarchyFailure> failures();
}

package io.trawl.source.kit;

import io.trawl.api.model.Check;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Hierarchy.Schema;
import io.trawl.api.model.ReadResult;
import io.trawl.api.source.SourceUsage;
import java.util.List;
import java.util.Optional;

/**
 * What the author of a source writes: how to open sessions, what to ask them, and what a failure means. The kit does the
 * rest: it keeps within the permits, asks again what failed for a reason that passes, reads in parts what cannot be read as
 * a whole, and says what is incomplete. Safe for use by several threads.
 *
 * <p>Each method may throw whatever its client throws; {@link #classify}, {@link #reach} and {@link #describe} then say
 * what follows from it. A {@link io.trawl.api.model.TrawlException} stands for itself: it is not classified.
 *
 * @param <S> a session, for which one permit of the source's budget is held
 */
public interface Dialect<S> extends SessionFactory<S> {

    /** How the source is to be read; always the same. */
    Traits traits();

    /** What went wrong, without where: one line for the user, which holds no secret. */
    String describe(Throwable failure);

    /**
     * Databases in the order of their names, and those that cannot be read, by a name to show.
     *
     * @param all whether all are asked for; else the session's own
     */
    PartialResult<String, DatabaseInfo> databases(S session, boolean all) throws Exception;

    /**
     * Schemas of a database in the order of their names, the server's own left out, and those that cannot be read, by a
     * name to show.
     *
     * @param session opened for the database, unless one serves all
     * @param database raw name
     */
    PartialResult<String, Schema> schemas(S session, String database) throws Exception;

    /** A page of a listing. */
    Page list(S session, ListRequest request) throws Exception;

    /**
     * Reads entities with a number of statements that does not depend on how many there are.
     *
     * @param batch of one database, and of one schema if the source reads by schema; at least one
     * @return one result for each descriptor, in any order
     * @throws Exception if a statement fails: nothing is read then, and the kit reads the batch in parts
     */
    List<ReadResult> read(S session, EntityType type, List<EntityDescriptor> batch) throws Exception;

    /** What {@code trawl check} prints about the login and the session: one line for the login, and further ones. */
    List<Check> check(S session) throws Exception;

    /**
     * What some schemas of a database hold, and what the role may see of it: one line.
     *
     * @param session opened for the database, unless one serves all
     * @throws io.trawl.api.model.TrawlException if some of it cannot be looked at, with the line
     */
    String contents(S session, String database, List<String> schemas) throws Exception;

    /** What collects the tags of a hierarchy, new for each; empty if entities carry none. */
    default Optional<TagReader<S>> tags() {
        return Optional.empty();
    }

    /** Names the run that statements are for from now on: see {@link io.trawl.api.source.DiscoverableSource#setRun}. None is named before a check. */
    default void setRun(String runId) {}

    /** See {@link io.trawl.api.source.DiscoverableSource#costs}. */
    default List<String> costs() {
        return List.of();
    }

    /** What was sent through all sessions so far; empty if that is not counted. */
    default Optional<SourceUsage> usage() {
        return Optional.empty();
    }
}

package io.trawl.api.source;

import io.trawl.api.model.Check;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.Scope;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A database whose metadata can be listed first and then read in parallel, batch by batch.
 *
 * <p>Implementations are safe for use by several threads; each call takes the connections it needs from the budget and
 * gives them back before it returns or, for a stream, when the stream is closed.
 */
public interface DiscoverableSource extends AutoCloseable {

    /**
     * Names the run that later calls are for, so that the source can mark its statements with it. Called before the first call
     * of a run, and again whenever a process that works on several runs turns to another; if they overlap, statements may
     * carry the id of the run that was named last. Sends nothing.
     */
    default void setRun(String runId) {}

    /** What was asked of the server through this object so far, over all runs; empty if that is not counted. Sends nothing. */
    default Optional<SourceUsage> usage() {
        return Optional.empty();
    }

    /** What a plan says of the cost of reading this source, beside the number of entities: a line for each. Sends nothing. */
    default List<String> costs() {
        return List.of();
    }

    /**
     * Whether the statements that read a batch are sent once for each schema in it, so that batches of few schemas are cheaper.
     */
    default boolean readsBySchema() {
        return false;
    }

    /** The types this source can list: a subset of {@link EntityType#PARALLELIZABLE}, after includeTables and the like. */
    Set<EntityType> parallelizableEntityTypes();

    /**
     * The service, the databases and the schemas this run covers, after the database and schema filters.
     *
     * <p>A database whose schemas cannot be listed is part of the answer, with its failure.
     *
     * @throws io.trawl.api.model.TrawlException if the source cannot be reached at all
     */
    Hierarchy discoverHierarchy();

    /**
     * Lists the entities of one type in a scope, handing each to {@code found} as it arrives; {@code found} may block.
     *
     * <p>A listing that fails half-way is incomplete, never shorter: the answer says which schemas it covers. Table and
     * procedure filters are the caller's; includeTables and includeViews are the source's.
     */
    Listing discoverEntities(EntityType type, Scope scope, Consumer<EntityDescriptor> found);

    /**
     * Waits until a connection can be had within the budget, and keeps the right to it for the next call.
     *
     * @return false if none could be had in that time
     */
    boolean awaitConnection(Duration atMost);

    /**
     * Says that nothing will be read for a while: idle connections are closed, so that other processes may have them.
     */
    void rest();

    /**
     * Asks every call to end soon, those of other threads included: whatever waits for a connection, for one to be opened or
     * between two attempts gives up now, and a read that has begun has two seconds to end. What is given up throws
     * {@link SourceStoppedException}, and so does every later call that needs a connection. Returns at once; safe from any
     * thread; {@link #close} is still to be called.
     */
    void stop();

    /**
     * Reads entities of one database with a number of statements that does not depend on how many there are. One result
     * for each descriptor, in any order; a failure of one never becomes a failure of another, and nothing is thrown for
     * one entity. The stream must be closed.
     *
     * @param batch descriptors of this source's own listing; never empty
     */
    Stream<ReadResult> processEntities(List<EntityDescriptor> batch);

    /**
     * Of these ids, which a listing without filters would still find: asked just before a deletion.
     *
     * @param type what to look for: table, procedure, schema or database
     * @param database raw name; null if databases are looked for
     * @param schema raw name; null if schemas or databases are looked for
     * @param ids fully qualified names
     * @throws io.trawl.api.model.TrawlException if the source cannot say; then nothing may be deleted
     */
    Set<String> stillPresent(
            EntityType type, @Nullable String database, @Nullable String schema, Collection<String> ids);

    /**
     * The lines that {@code trawl check} prints about the source, in the order in which the checks were made.
     *
     * @return at least one line; later checks are left out once one fails that they need
     */
    List<Check> check();

    /** Closes every connection. */
    @Override
    void close();
}

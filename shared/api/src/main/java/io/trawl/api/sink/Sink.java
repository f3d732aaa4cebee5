package io.trawl.api.sink;

import io.trawl.api.model.Check;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.HierarchyFailure;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.Owner;
import io.trawl.api.model.Request;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where entities are written. Safe for use by several threads. A sink makes its own retries: what it reports as failed
 * has failed after them.
 */
public interface Sink extends AutoCloseable {

    /**
     * Begins to write for a run, before anything else is written; once more if it turns out after {@link #finish} that
     * something is to be written again.
     *
     * @param runId the run's id
     * @param before what the run has written already, in this process or another; null if the ledger does not outlive
     *     the process, so that the run cannot be resumed
     * @throws io.trawl.api.model.TrawlException if what was written before is not there any more
     */
    default void begin(String runId, @Nullable Written before) {}

    /** What a run has written, as the ledger knows it when it is asked. */
    interface Written {

        /** How many entities; 0 for a run that begins. */
        long count();

        /** Of these ids, those that were written. */
        Set<String> of(EntityType type, Collection<String> ids);
    }

    /**
     * Writes service, tags, databases and schemas, before any entity. What is refused is left out with what lies in it; the
     * rest is written.
     *
     * @return the databases, schemas and tags that were refused; of a refused database the database alone, of a refused
     *     classification each of its tags
     * @throws io.trawl.api.model.TrawlException if the sink is out of reach, or refuses the service, all databases or all
     *     schemas for lack of permission
     * @throws io.trawl.api.workflow.ConfigException if it refuses the service for another reason
     */
    List<HierarchyFailure> writeHierarchy(Hierarchy hierarchy);

    /**
     * Writes entities; one outcome for each, in any order; nothing is thrown for one entity.
     *
     * @throws SinkBrokenException if nothing can be written any more, which ends the run
     */
    List<Outcome> write(List<Request> requests);

    /**
     * Whether a foreign key can be written only when the table it refers to is there. Then tables are written without
     * their foreign keys first, and those that have some once more, with them, after all tables.
     */
    default boolean defersForeignKeys() {
        return false;
    }

    /**
     * Whether the sink holds only what this run writes, as a file does: then unchanged entities are written too, and
     * there is nothing to delete. That is so if there is no {@link #catalog}.
     */
    default boolean isSnapshot() {
        return catalog() == null;
    }

    /**
     * Identifies the catalog that is written to, for example by its address: fingerprints of one catalog say nothing
     * about another. Null for a snapshot.
     */
    String catalog();

    /** Of these tables, the ones the catalog holds; asked about foreign keys that leave the run's own scope. */
    default Set<String> existingTables(Collection<String> fqns) {
        return Set.of();
    }

    /** The user or team of that name, id included; empty if the catalog has none. */
    default Optional<Owner> resolveOwner(String name) {
        return Optional.empty();
    }

    /**
     * Hands over what the catalog holds, not counting what is deleted already, directly below a parent.
     *
     * @param type what to list
     * @param parentFqn the schema for tables and procedures, the database for schemas, the service for databases
     * @param known receives fully qualified names
     * @throws io.trawl.api.model.TrawlException if the list is not complete; then nothing may be deleted
     */
    default void forEachKnown(EntityType type, String parentFqn, Consumer<String> known) {}

    /**
     * Hands over what the catalog holds in a schema, with the fingerprint that came with its last complete write.
     *
     * @param type table or procedure
     * @param held receives fully qualified names and fingerprints, null where the catalog has none
     * @throws io.trawl.api.model.TrawlException if the list is not complete
     */
    default void forEachFingerprint(EntityType type, String schemaFqn, BiConsumer<String, @Nullable String> held) {}

    /**
     * Marks one thing as deleted (soft delete); with what is below it, for a schema or database. It is one that
     * {@link #forEachKnown} has handed over, so a sink that hands over nothing has nothing to delete.
     *
     * @return whether the catalog confirms that it has deleted it now; false if it was gone already
     * @throws io.trawl.api.model.TrawlException if it could not
     */
    default boolean markDeleted(EntityType type, String fqn) {
        return false;
    }

    /** Reports the run's status to the catalog, if the workflow names its ingestionPipelineFQN. */
    default void reportStatus(PipelineStatus status) {}

    /** The lines that {@code trawl check} prints about the sink; at least one. */
    List<Check> check();

    /**
     * Ends the run.
     *
     * @param complete true if the run came to its end; a snapshot takes its name only then
     * @throws io.trawl.api.model.TrawlException if what was written cannot be made final
     */
    default void finish(boolean complete) {}

    /** Releases connections and files; without {@link #finish} before it, the run was interrupted. */
    @Override
    void close();
}

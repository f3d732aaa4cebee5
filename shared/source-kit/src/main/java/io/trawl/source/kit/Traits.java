package io.trawl.source.kit;

import io.trawl.api.model.EntityType;
import java.util.Set;

/**
 * How a source is to be read.
 *
 * @param entityTypes that it can list
 * @param readsBy whether a listing or a batch may hold entities of several schemas
 * @param sessions whether a session serves one database or all
 * @param largestPage entities in a page: few enough to hold, so many that the round trips do not matter
 * @param largestBatch entities that are read at once, so that memory has a bound
 */
public record Traits(Set<EntityType> entityTypes, Unit readsBy, Sessions sessions, int largestPage, int largestBatch) {

    /** A usual {@link #largestPage}. */
    public static final int PAGE = 5000;
    /** A usual {@link #largestBatch}. */
    public static final int BATCH = 2000;

    /** What is listed, or read, together. */
    public enum Unit {
        /** Several schemas of one database: a page that cannot be read leaves all of them incomplete. */
        DATABASE,
        /** One schema: a page that cannot be read leaves that schema alone incomplete. */
        SCHEMA
    }

    /** What a session can read. */
    public enum Sessions {
        /** The database that it was opened for. */
        PER_DATABASE,
        /** Every database: all sessions are opened for the configured one. */
        FOR_ALL
    }

    public Traits {
        entityTypes = Set.copyOf(entityTypes);
        if (largestPage < 1 || largestBatch < 1) {
            throw new IllegalArgumentException("largestPage: and largestBatch must be at least 1");
        }
    }

    /** Tables and procedures, read by the database, with sessions that lead to one database each. */
    public static Traits byDatabase() {
        return new Traits(EntityType.PARALLELIZABLE, Unit.DATABASE, Sessions.PER_DATABASE, PAGE, BATCH);
    }

    /** Tables and procedures, read by the schema, with sessions that serve all databases. */
    public static Traits bySchema() {
        return new Traits(EntityType.PARALLELIZABLE, Unit.SCHEMA, Sessions.FOR_ALL, PAGE, BATCH);
    }

    /** The same with pages of another size. */
    public Traits withLargestPage(int entities) {
        return new Traits(entityTypes, readsBy, sessions, entities, largestBatch);
    }
}

package io.trawl.core.model;

/** What became of reading one entity: it was read, it is gone, or it failed. */
public sealed interface ReadResult permits ReadResult.Read, Outcome.Gone, Outcome.Failed {

    /** The entity that was asked for. */
    EntityDescriptor descriptor();

    /**
     * It was read completely.
     *
     * @param descriptor the entity that was asked for
     * @param entity what was read
     */
    record Read(EntityDescriptor descriptor, Entity entity) implements ReadResult {}
}

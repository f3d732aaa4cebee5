package io.trawl.api.model;

import java.util.List;

/** The result of reading one entity: it was read, it need not be read, it is gone, or it failed. */
public sealed interface ReadResult permits ReadResult.Read, Outcome.Unchanged, Outcome.Gone, Outcome.Failed {

    /** The entity that was asked for. */
    EntityDescriptor descriptor();

    /**
     * It was read completely.
     *
     * @param warnings what the user should know of it although it is no failure; empty if nothing. The same text for every
     *     entity that it holds for, since the report counts the entities by it: it names none of them
     */
    record Read(EntityDescriptor descriptor, Entity entity, List<String> warnings) implements ReadResult {
        public Read {
            warnings = List.copyOf(warnings);
        }

        /** There is nothing to warn of. */
        public Read(EntityDescriptor descriptor, Entity entity) {
            this(descriptor, entity, List.of());
        }
    }
}

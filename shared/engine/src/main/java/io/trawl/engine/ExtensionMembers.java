package io.trawl.engine;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.util.OneLine;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Entities that belong to extensions of the source, which are left out unless the workflow includes them. */
final class ExtensionMembers {

    private static final int MOST_NAMES = 5;

    private final boolean included;
    private final Set<String> extensions = new TreeSet<>();
    private long leftOut;

    ExtensionMembers(boolean included) {
        this.included = included;
    }

    /** Whether the entity is left out, and counts it then. */
    boolean leavesOut(EntityDescriptor descriptor) {
        if (included || descriptor.extension() == null) {
            return false;
        }
        extensions.add(descriptor.extension());
        leftOut++;
        return true;
    }

    /** How many were left out, and which key includes them; empty if none was. */
    Optional<String> warning() {
        if (leftOut == 0) {
            return Optional.empty();
        }
        return Optional.of(
                "left out as filtered: %d %s to extensions (%s); workflowConfig.distributedExecution.includeExtensionMembers: true ingests them"
                        .formatted(
                                leftOut,
                                leftOut == 1 ? "entity that belongs" : "entities that belong",
                                OneLine.listed(extensions, MOST_NAMES, extensions.size())));
    }
}

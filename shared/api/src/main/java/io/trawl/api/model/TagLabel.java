package io.trawl.api.model;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A tag on an entity or a column. The tag itself is part of the hierarchy and written before.
 *
 * @param tagFQN {@code classification.tag}
 * @param source {@code Classification} or {@code Glossary}
 * @param labelType {@code Automated} for what a source says
 * @param state {@code Suggested} or {@code Confirmed}
 */
public record TagLabel(String tagFQN, String source, String labelType, String state) {

    /** A label that the source itself carries, as OpenMetadata's own connectors write it. */
    public static TagLabel automated(String tagFqn) {
        return new TagLabel(tagFqn, "Classification", "Automated", "Suggested");
    }

    /** The labels but those of these tags; null if there are none, as in a create request. */
    static @Nullable List<TagLabel> without(List<TagLabel> labels, Set<String> tagFqns) {
        if (labels == null) {
            return null;
        }
        List<TagLabel> left = labels.stream()
                .filter(label -> !tagFqns.contains(label.tagFQN()))
                .toList();
        return left.isEmpty() ? null : left;
    }
}

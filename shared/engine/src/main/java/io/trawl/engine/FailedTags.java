package io.trawl.engine;

import io.trawl.api.model.HierarchyFailure;
import io.trawl.api.util.OneLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is said of tags that entities arrive without: one line for all tags that failed for the same reason. */
final class FailedTags {

    private static final int MOST_NAMED = 5;
    private static final int MOST_QUOTED = 200;

    private FailedTags() {}

    /** One line for each reason; none if no tag failed. */
    static List<String> warnings(List<HierarchyFailure> failures) {
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        for (HierarchyFailure failure : failures) {
            if (!failure.isContainer()) {
                byReason.computeIfAbsent(failure.message(), reason -> new ArrayList<>())
                        .add(OneLine.cut(OneLine.of(failure.fqn()), MOST_QUOTED));
            }
        }
        List<String> warnings = new ArrayList<>();
        byReason.forEach((reason, tags) -> warnings.add(warning(tags, reason)));
        return warnings;
    }

    private static String warning(List<String> tags, String reason) {
        return (tags.size() == 1 ? "tag " : tags.size() + " tags: ")
                + OneLine.listed(tags, MOST_NAMED, tags.size())
                + ": left out, tables arrive without " + (tags.size() == 1 ? "it: " : "them: ") + reason;
    }
}

package io.trawl.api.workflow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * OpenMetadata's filter pattern: regular expressions, anchored at the start only, case-insensitive; includes first, then
 * excludes.
 *
 * @param includes empty or null: everything
 * @param excludes empty or null: nothing
 */
public record FilterPattern(
        @Nullable List<String> includes, @Nullable List<String> excludes) {
    public FilterPattern {
        includes = includes == null ? List.of() : List.copyOf(includes);
        excludes = excludes == null ? List.of() : List.copyOf(excludes);
    }

    /** The pattern; without one, a pattern that lets everything through but the names that one of {@code excludes} matches. */
    public static FilterPattern orExcluding(@Nullable FilterPattern pattern, String... excludes) {
        return pattern == null ? new FilterPattern(null, List.of(excludes)) : pattern;
    }
}

package io.trawl.engine.memory;

import io.trawl.api.report.EntityWarning;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The warnings of a run, each message once. Not safe for use by several threads. */
final class Warnings {

    private final Set<String> messages = new LinkedHashSet<>();
    private final Map<String, EntityWarning> ofEntities = new LinkedHashMap<>();

    void add(String message) {
        messages.add(message);
    }

    void add(String message, Collection<String> ids) {
        ofEntities.put(
                message,
                ofEntities.getOrDefault(message, EntityWarning.of(message)).with(ids));
    }

    /** A line for each message. */
    List<String> lines() {
        return Stream.concat(messages.stream(), ofEntities.values().stream().map(EntityWarning::line))
                .toList();
    }
}

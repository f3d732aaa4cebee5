package io.trawl.source.kit;

import java.util.HashMap;
import java.util.Map;

/** Maps names to meanings, where several names have one meaning: a source's types to OpenMetadata's data types, for example. */
public final class NameTable {

    private final Map<String, String> meanings = new HashMap<>();

    /** @param lines each a meaning and its names: {@code INT: integer, int4} */
    public NameTable(String lines) {
        lines.lines().forEach(line -> {
            String[] parts = line.split(": ");
            for (String name : parts[1].split(", ")) {
                meanings.put(name, parts[0]);
            }
        });
    }

    /** What a name stands for; {@code other} if the table does not have it. */
    public String of(String name, String other) {
        return meanings.getOrDefault(name, other);
    }
}

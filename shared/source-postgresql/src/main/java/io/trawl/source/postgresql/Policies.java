package io.trawl.source.postgresql;

import java.util.List;
import java.util.Map;

/**
 * The row-level security policies of some schemas of a database.
 *
 * @param found those that could be read
 * @param unreadable why others could not, by name
 */
public record Policies(List<Policy> found, Map<String, Exception> unreadable) {

    /**
     * One of them.
     *
     * @param condition under which a row is visible or may be written; null if there is none
     */
    record Policy(long oid, String name, String condition) {}
}

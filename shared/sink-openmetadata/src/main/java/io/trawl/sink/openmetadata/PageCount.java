package io.trawl.sink.openmetadata;

import com.fasterxml.jackson.databind.JsonNode;

/** Whether the pages of a list fit together: each says how long the list is, which may grow a little while it is read. */
final class PageCount {

    /** By so many entries a list may grow while it is read, besides doubling. */
    private static final long GROWTH = 1_000;

    private final long most;
    private long first = -1;
    private long largest;
    private long seen;

    /**
     * @param most no list is longer
     */
    PageCount(long most) {
        this.most = most;
    }

    /**
     * Counts a page.
     *
     * @param last whether it says that no other follows
     * @return what is wrong with it; null if nothing is
     */
    String complaint(JsonNode page, boolean last) {
        JsonNode data = page.path("data");
        if (!data.isArray()) {
            return "a page has no data";
        }
        if (data.isEmpty() && !last) {
            return "a page leads nowhere";
        }
        long total = page.path("paging").path("total").asLong(-1);
        if (total < 0) {
            return "a page has no total";
        }
        if (first < 0) {
            first = total;
        }
        largest = Math.max(largest, total);
        if (largest > Math.min(most, 2 * first + GROWTH)) {
            return "it has " + largest + " entries" + (largest > first ? ", and had " + first + " at first" : "");
        }
        seen += data.size();
        if (seen > largest) {
            return "it has " + largest + " entries and goes on after " + seen;
        }
        return last && seen < total ? "it has " + total + " entries and ends after " + seen : null;
    }
}

package io.trawl.sink.openmetadata;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.api.model.FailureKind;
import io.trawl.http.Http;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads lists page by page. A list that cannot be read to its end is a failure, never a shorter list. */
record Pages(Client client) {

    private static final int LIMIT = 1000;

    /** Of one parent's children; a server that lists more counts wrongly. */
    private static final long MOST = 1_000_000;

    /** By so many entries a list may grow while it is read, besides doubling. */
    private static final long GROWTH = 1_000;

    /**
     * Hands over what lies directly below a parent and is not deleted.
     *
     * @param fields which optional fields to read; empty for none
     */
    void forEach(Endpoint endpoint, String parentFqn, String fields, Consumer<JsonNode> entity) throws ApiException {
        String list = endpoint.path + "?" + endpoint.parent + "=" + Http.encode(parentFqn) + "&include=non-deleted"
                + (fields.isEmpty() ? "" : "&fields=" + Http.encode(fields));
        PageCount count = new PageCount();
        int limit = LIMIT;
        String after = null;
        while (true) {
            Call call = Call.get(list + "&limit=" + limit + (after == null ? "" : "&after=" + Http.encode(after)));
            JsonNode page;
            try {
                page = client.json(call);
            } catch (ApiException e) {
                if (!e.isTooLarge() || limit == 1) {
                    throw e;
                }
                limit /= 2;
                continue;
            }
            String next = page.path("paging").path("after").asText("");
            String complaint = next.equals(after) ? "a page leads nowhere" : count.complaint(page, next.isEmpty());
            if (complaint != null) {
                throw ApiException.of(FailureKind.BUG, call.shown() + ": the list is not complete: " + complaint);
            }
            for (JsonNode found : page.path("data")) {
                if (!found.path("deleted").asBoolean()) {
                    entity.accept(found);
                }
            }
            if (next.isEmpty()) {
                return;
            }
            after = next;
        }
    }

    /** Whether the pages of a list fit together: each says how long the list is, which may grow a little while it is read. */
    private static final class PageCount {

        private long first = -1;
        private long largest;
        private long seen;

        /** Counts a page, and says what is wrong with it; null if nothing is. The last one says that no other follows. */
        @Nullable
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
            if (largest > Math.min(MOST, 2 * first + GROWTH)) {
                return "it has " + largest + " entries" + (largest > first ? ", and had " + first + " at first" : "");
            }
            seen += data.size();
            if (seen > largest) {
                return "it has " + largest + " entries and goes on after " + seen;
            }
            return last && seen < total ? "it has " + total + " entries and ends after " + seen : null;
        }
    }
}

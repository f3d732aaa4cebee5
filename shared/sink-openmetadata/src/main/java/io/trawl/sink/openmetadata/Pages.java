package io.trawl.sink.openmetadata;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.core.model.FailureKind;
import io.trawl.core.net.Http;
import java.util.function.Consumer;

/** Reads lists page by page. A list that cannot be read to its end is a failure, never a shorter list. */
final class Pages {

    private static final int LIMIT = 1000;

    private final Client client;

    Pages(Client client) {
        this.client = client;
    }

    /**
     * Hands over what lies directly below a parent and is not deleted.
     *
     * @param fields which optional fields to read; empty for none
     */
    void forEach(Endpoint endpoint, String parentFqn, String fields, Consumer<JsonNode> entity) throws ApiException {
        String list = endpoint.path + "?" + endpoint.parent + "=" + Http.encode(parentFqn)
                + "&include=non-deleted&limit=" + LIMIT
                + (fields.isEmpty() ? "" : "&fields=" + Http.encode(fields));
        long seen = 0;
        String after = null;
        while (true) {
            Call call = Call.get(after == null ? list : list + "&after=" + Http.encode(after));
            JsonNode page = client.json(call);
            if (!page.path("data").isArray()) {
                throw incomplete(call, "a page has no data");
            }
            for (JsonNode found : page.path("data")) {
                seen++;
                entity.accept(found);
            }
            String next = page.path("paging").path("after").asText(null);
            if (next == null || next.isEmpty()) {
                long total = page.path("paging").path("total").asLong(seen);
                if (seen < total) {
                    throw incomplete(call, "it has " + total + " entries and ends after " + seen);
                }
                return;
            }
            if (next.equals(after) || page.path("data").isEmpty()) {
                throw incomplete(call, "a page leads nowhere");
            }
            after = next;
        }
    }

    private static ApiException incomplete(Call call, String why) {
        return ApiException.of(FailureKind.TRANSIENT, call.shown() + ": the list is not complete: " + why);
    }
}

package io.trawl.sink.openmetadata;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.api.model.FailureKind;
import io.trawl.http.Http;
import java.util.function.Consumer;

/** Reads lists page by page. A list that cannot be read to its end is a failure, never a shorter list. */
final class Pages {

    private static final int LIMIT = 1000;

    /** Of one parent's children; a server that lists more counts wrongly. */
    private static final long MOST = 1_000_000;

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
        String list = endpoint.path + "?" + endpoint.parent + "=" + Http.encode(parentFqn) + "&include=non-deleted"
                + (fields.isEmpty() ? "" : "&fields=" + Http.encode(fields));
        PageCount count = new PageCount(MOST);
        int limit = LIMIT;
        String after = null;
        while (true) {
            Call call = Call.get(list + "&limit=" + limit + (after == null ? "" : "&after=" + Http.encode(after)));
            JsonNode page;
            try {
                page = client.json(call);
            } catch (ApiException e) {
                if (!e.tooLarge || limit == 1) {
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
}

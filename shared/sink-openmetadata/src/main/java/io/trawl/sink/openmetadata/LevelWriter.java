package io.trawl.sink.openmetadata;

import io.trawl.api.model.FailureKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes one level of the hierarchy, all databases for example; distinguishes a server that refuses one from a server that cannot be used. */
record LevelWriter(ItemWriter items) {

    private static final int UNAUTHORIZED = 401;
    /** The lowest status by which a server refuses something; with a lower one it is another server that answers. */
    private static final int LOWEST_REFUSAL = 400;

    /**
     * Writes a level.
     *
     * @return why an item was refused, by fully qualified name; one that is refused does not hinder the others
     * @throws ApiException if the server is out of reach or refuses the token
     */
    Map<String, ApiException> write(Endpoint endpoint, List<Item> level) throws ApiException {
        Map<String, ApiException> refused = new LinkedHashMap<>();
        List<Item> sendable = new ArrayList<>(level.size());
        for (Item item : level) {
            try {
                Names.check(item.fqn());
                sendable.add(item);
            } catch (ApiException e) {
                refused.put(item.fqn(), e);
            }
        }
        for (Item.Result result : items.write(endpoint, sendable)) {
            if (!result.written()) {
                if (isOutOfReach(result.failure())) {
                    throw result.failure().about(result.item().fqn());
                }
                refused.put(result.item().fqn(), result.failure());
            }
        }
        return refused;
    }

    /**
     * The same where nothing can be written without at least one of the level.
     *
     * @throws ApiException also if every item is refused for lack of permission
     */
    Map<String, ApiException> writeUnlessAllForbidden(Endpoint endpoint, List<Item> level) throws ApiException {
        Map<String, ApiException> refused = write(endpoint, level);
        boolean all = level.stream().allMatch(item -> isForbidden(refused.get(item.fqn())));
        if (all && !level.isEmpty()) {
            String first = level.get(0).fqn();
            throw refused.get(first).about(first);
        }
        return refused;
    }

    private static boolean isForbidden(ApiException refusal) {
        return refusal != null && refusal.kind == FailureKind.PERMISSION;
    }

    private static boolean isOutOfReach(ApiException failure) {
        return failure.status < LOWEST_REFUSAL
                || failure.status == UNAUTHORIZED
                || failure.kind == FailureKind.TRANSIENT
                || failure.kind == FailureKind.THROTTLED;
    }
}

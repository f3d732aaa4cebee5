package io.trawl.sink.openmetadata;

import io.trawl.api.model.FailureKind;
import io.trawl.api.util.Waits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Writes items with bulk requests, several at once, and returns a result for each item. A server without bulk requests
 * gets one request for each item. Blocks until all are done, so that no queue grows.
 */
final class ItemWriter {

    private final Client client;
    private final ExecutorService threads;
    private final MetadataOverride override;
    private final Chunks chunks;
    private final Set<Endpoint> withoutBulk = Collections.synchronizedSet(EnumSet.noneOf(Endpoint.class));

    /**
     * @param maxItems the most items in a request
     * @param override null if what people wrote is kept
     */
    ItemWriter(Client client, ExecutorService threads, int maxItems, @Nullable MetadataOverride override) {
        this.client = client;
        this.threads = threads;
        this.override = override;
        this.chunks = new Chunks(maxItems);
    }

    /** Whether the server has bulk writes; asked with an empty one, and remembered. */
    boolean probeBulk() throws ApiException {
        try {
            client.send(Call.bulk(Endpoint.TABLE.bulk(), "[]".getBytes(StandardCharsets.US_ASCII)));
        } catch (ApiException e) {
            if (bulkIsAbsent(e)) {
                withoutBulk.addAll(EnumSet.allOf(Endpoint.class));
                return false;
            }
            // An empty bulk may be refused by a server that takes others.
            if (e.kind != FailureKind.INVALID && e.kind != FailureKind.BUG) {
                throw e;
            }
        }
        return true;
    }

    /** One result for each item. */
    List<Item.Result> write(Endpoint endpoint, List<Item> items) {
        List<List<Item>> parts =
                withoutBulk.contains(endpoint) ? items.stream().map(List::of).toList() : chunks.cut(items);
        List<Future<List<Item.Result>>> others = new ArrayList<>();
        for (List<Item> part : parts.subList(Math.min(1, parts.size()), parts.size())) {
            others.add(threads.submit(() -> send(endpoint, part)));
        }
        List<Item.Result> results = new ArrayList<>(items.size());
        if (!parts.isEmpty()) {
            results.addAll(send(endpoint, parts.get(0)));
        }
        for (int i = 0; i < others.size(); i++) {
            results.addAll(await(others.get(i), parts.get(i + 1)));
        }
        return override == null ? results : override.apply(endpoint, results);
    }

    private static List<Item.Result> await(Future<List<Item.Result>> future, List<Item> part) {
        try {
            return Waits.resultOf(future);
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            return all(part, ApiException.of(FailureKind.TRANSIENT, "interrupted", e));
        }
    }

    private List<Item.Result> send(Endpoint endpoint, List<Item> items) {
        if (items.isEmpty()) {
            return List.of();
        }
        if (items.size() == 1 || withoutBulk.contains(endpoint)) {
            return items.stream().map(item -> alone(endpoint, item)).toList();
        }
        BulkAnswer answer;
        try {
            answer = BulkAnswer.of(
                    endpoint, client.json(Call.bulk(endpoint.bulk(), Chunks.body(items))), client.errors());
        } catch (ApiException e) {
            return afterFailure(endpoint, items, e);
        }
        return afterAnswer(endpoint, items, answer);
    }

    private List<Item.Result> afterFailure(Endpoint endpoint, List<Item> items, ApiException e) {
        if (bulkIsAbsent(e)) {
            withoutBulk.add(endpoint);
            return send(endpoint, items);
        }
        if (e.status == 413 || e.isTooSlow() || e.isTooLarge()) {
            chunks.shrink(items);
            return inHalves(endpoint, items);
        }
        return switch (e.kind) {
            case PERMISSION, THROTTLED, TRANSIENT -> all(items, e);
            case INVALID, BUG -> inHalves(endpoint, items);
        };
    }

    private List<Item.Result> inHalves(Endpoint endpoint, List<Item> items) {
        int half = items.size() / 2;
        List<Item.Result> results = new ArrayList<>(send(endpoint, items.subList(0, half)));
        results.addAll(send(endpoint, items.subList(half, items.size())));
        return results;
    }

    /**
     * The server calls every failure of an item 400, one of its own database too; so an item it refused is sent once more
     * alone, where the status is that of the item. What the answer does not mention is sent again.
     */
    private List<Item.Result> afterAnswer(Endpoint endpoint, List<Item> items, BulkAnswer answer) {
        List<Item.Result> results = new ArrayList<>(items.size());
        List<Item> missing = new ArrayList<>();
        for (Item item : items) {
            ApiException refusal = answer.refused().get(item.fqn());
            if (refusal != null) {
                results.add(refusal.kind == FailureKind.PERMISSION ? item.failed(refusal) : alone(endpoint, item));
            } else if (answer.written().contains(item.fqn())) {
                results.add(item.done());
            } else {
                missing.add(item);
            }
        }
        results.addAll(missing.size() == items.size() ? inHalves(endpoint, missing) : send(endpoint, missing));
        return results;
    }

    private Item.Result alone(Endpoint endpoint, Item item) {
        try {
            client.write(Call.put(endpoint.path, item.json()), item.fqn());
            return item.done();
        } catch (ApiException e) {
            return item.failed(e);
        }
    }

    private static boolean bulkIsAbsent(ApiException e) {
        return e.status == 404 || e.status == 405;
    }

    private static List<Item.Result> all(List<Item> items, ApiException e) {
        return items.stream().map(item -> item.failed(e)).toList();
    }
}

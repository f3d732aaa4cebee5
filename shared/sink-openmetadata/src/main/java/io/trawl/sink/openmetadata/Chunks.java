package io.trawl.sink.openmetadata;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Cuts what is to be written into bulk requests; smaller ones from then on if the server finds them too large. */
final class Chunks {

    private static final long BYTES = 1 << 20;

    private int maxItems;
    private long maxBytes = BYTES;

    /**
     * @param maxItems the most items in a request
     */
    Chunks(int maxItems) {
        this.maxItems = maxItems;
    }

    /** In the same order; an item that is too large by itself is alone. */
    synchronized List<List<Item>> cut(List<Item> items) {
        List<List<Item>> chunks = new ArrayList<>();
        int from = 0;
        long bytes = 0;
        for (int at = 0; at < items.size(); at++) {
            long size = items.get(at).json().length;
            if (at > from && (at - from == maxItems || bytes + size > maxBytes)) {
                chunks.add(items.subList(from, at));
                from = at;
                bytes = 0;
            }
            bytes += size;
        }
        if (from < items.size()) {
            chunks.add(items.subList(from, items.size()));
        }
        return chunks;
    }

    /** This was too much: no request is more than half of it from now on. */
    synchronized void shrink(List<Item> tooLarge) {
        maxItems = Math.max(1, Math.min(maxItems, tooLarge.size() / 2));
        maxBytes = Math.max(1, Math.min(maxBytes, size(tooLarge) / 2));
    }

    /** A bare JSON array of the create requests, which are not parsed again. */
    static byte[] body(List<Item> items) {
        ByteArrayOutputStream body = new ByteArrayOutputStream((int) size(items) + items.size() + 2);
        char separator = '[';
        for (Item item : items) {
            body.write(separator);
            body.writeBytes(item.json());
            separator = ',';
        }
        body.write(']');
        return body.toByteArray();
    }

    private static long size(List<Item> items) {
        return items.stream().mapToLong(item -> item.json().length).sum();
    }
}

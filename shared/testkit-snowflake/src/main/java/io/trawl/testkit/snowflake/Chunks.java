package io.trawl.testkit.snowflake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.testkit.snowflake.answer.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;

/**
 * Large results: the first rows stand in the answer, the others in files that the driver fetches with the headers it was
 * given (its DefaultResultStreamProvider). A file is rows with commas between them, compressed, without brackets around
 * (its ResultJsonParserV2). Files go with their session, and
 * the oldest once there are 1,000.
 */
final class Chunks {

    static final String PATH = "/chunks/";
    static final String HEADER = "x-amz-server-side-encryption-customer-key";

    private static final int KEPT = 1_000;

    final AtomicLong fetched = new AtomicLong();
    private final int rowsPerChunk;
    private final Map<String, Chunk> chunks = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Chunk> eldest) {
            return size() > KEPT;
        }
    });

    private record Chunk(Session session, String key, byte[] gzip) {}

    Chunks(int rowsPerChunk) {
        this.rowsPerChunk = rowsPerChunk;
    }

    /** Puts rows into an answer's data, and files for those that are too many. */
    void put(Answer answer, ObjectNode data, Session session, String address) {
        List<Object[]> rows = answer.rows();
        int first = Math.min(rows.size(), rowsPerChunk);
        data.set("rowset", ResultJson.rows(rows.subList(0, first)));
        data.put("total", rows.size()).put("returned", rows.size());
        if (first == rows.size()) {
            return;
        }
        String key = UUID.randomUUID().toString();
        data.putObject("chunkHeaders").put(HEADER, key);
        data.putNull("qrmk");
        ArrayNode files = data.putArray("chunks");
        for (int from = first; from < rows.size(); from += rowsPerChunk) {
            List<Object[]> part = rows.subList(from, Math.min(rows.size(), from + rowsPerChunk));
            byte[] plain = plain(part);
            byte[] gzip = gzip(plain);
            String id = UUID.randomUUID().toString();
            chunks.put(id, new Chunk(session, key, gzip));
            files.addObject()
                    .put("url", address + PATH + id)
                    .put("rowCount", part.size())
                    .put("uncompressedSize", plain.length)
                    .put("compressedSize", gzip.length);
        }
    }

    private static byte[] plain(List<Object[]> rows) {
        String array = ResultJson.rows(rows).toString();
        return array.substring(1, array.length() - 1).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A file, compressed; null if it is not there or the key is another. */
    byte[] get(String id, String key) {
        Chunk chunk = chunks.get(id);
        if (chunk == null || !chunk.key().equals(key)) {
            return null;
        }
        fetched.incrementAndGet();
        return chunk.gzip();
    }

    void forget(Session session) {
        synchronized (chunks) {
            chunks.values().removeIf(chunk -> chunk.session() == session);
        }
    }
}

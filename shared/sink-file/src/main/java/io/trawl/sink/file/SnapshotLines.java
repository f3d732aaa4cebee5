package io.trawl.sink.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import io.trawl.api.model.EntityType;
import io.trawl.api.sink.Sink;
import io.trawl.api.util.IdSet;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Copies from an interrupted snapshot the lines that the ledger has recorded as written. */
final class SnapshotLines {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int CHUNK_LINES = 1_000;
    private static final int CHUNK_BYTES = 4 << 20;

    private record Line(EntityType type, String id, byte[] bytes) {}

    private final Sink.Written written;
    private final OutputStream copy;
    private final IdSet copied = new IdSet();
    private final List<Line> chunk = new ArrayList<>();
    private int chunkBytes;
    private long count;

    private SnapshotLines(Sink.Written written, OutputStream copy) {
        this.written = written;
        this.copy = copy;
    }

    /**
     * Copies the entities that were written, once each; service, databases and schemas are left out, and so is the last
     * line if it is torn.
     *
     * @return how many it copied
     */
    static long copy(Path snapshot, Sink.Written written, OutputStream copy) throws IOException {
        SnapshotLines lines = new SnapshotLines(written, copy);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(snapshot), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                line.write(next);
                if (next == '\n') {
                    lines.add(line.toByteArray());
                    line.reset();
                }
            }
        }
        lines.flush();
        return lines.count;
    }

    private void add(byte[] bytes) throws IOException {
        Line line = parse(bytes);
        if (line == null || !EntityType.PARALLELIZABLE.contains(line.type())) {
            return;
        }
        chunk.add(line);
        chunkBytes += bytes.length;
        if (chunk.size() >= CHUNK_LINES || chunkBytes >= CHUNK_BYTES) {
            flush();
        }
    }

    private void flush() throws IOException {
        for (EntityType type : EntityType.PARALLELIZABLE) {
            List<Line> ofType =
                    chunk.stream().filter(line -> line.type() == type).toList();
            if (ofType.isEmpty()) {
                continue;
            }
            Set<String> known = written.of(type, ofType.stream().map(Line::id).collect(Collectors.toSet()));
            for (Line line : ofType) {
                if (known.contains(line.id()) && copied.add(type + " " + line.id())) {
                    copy.write(line.bytes());
                    count++;
                }
            }
        }
        chunk.clear();
        chunkBytes = 0;
    }

    /** What stands before the request: type and fqn; null if this is something else. */
    private static @Nullable Line parse(byte[] bytes) throws IOException {
        try (JsonParser parser = JSON.createParser(bytes)) {
            parser.nextToken();
            if (!"type".equals(parser.nextFieldName())) {
                return null;
            }
            String type = parser.nextTextValue();
            if (!"fqn".equals(parser.nextFieldName())) {
                return null;
            }
            String id = parser.nextTextValue();
            return EntityType.PARALLELIZABLE.stream()
                    .filter(each -> each.wireName().equals(type))
                    .findFirst()
                    .map(each -> new Line(each, id, bytes))
                    .orElse(null);
        } catch (JsonParseException e) {
            return null;
        }
    }
}

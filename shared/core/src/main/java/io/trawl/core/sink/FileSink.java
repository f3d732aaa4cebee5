package io.trawl.core.sink;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trawl.core.model.EntityDescriptor;
import io.trawl.core.model.EntityType;
import io.trawl.core.model.FailureKind;
import io.trawl.core.model.Fqn;
import io.trawl.core.model.Hierarchy;
import io.trawl.core.model.HierarchyFailure;
import io.trawl.core.model.Outcome;
import io.trawl.core.model.Request;
import io.trawl.core.model.TrawlException;
import io.trawl.core.source.Check;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A snapshot of the catalog as a file: a line of JSON for each entity, {@code {"type","fqn","request"}}, where the
 * request is OpenMetadata's create request; service, tags, databases and schemas come first.
 *
 * <p>The file takes its name only when the run has ended; until then it is called {@code <filename>.partial}, or
 * {@code <filename>.<run>.partial} if the run can be gone on with. In that case lines are on the disk before the ledger
 * hears of them, and whoever goes on, or ends the run, keeps exactly the lines that the ledger has heard of.
 */
public final class FileSink implements Sink {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Path file;

    // Guarded by this.
    private Path partial;
    private Written before;
    private byte[] hierarchyLines;
    private long entities;
    private FileChannel out;

    /**
     * @param file where the snapshot goes; its folder must exist
     */
    public FileSink(Path file) {
        this.file = file.toAbsolutePath().normalize();
        this.partial = this.file.resolveSibling(this.file.getFileName() + ".partial");
    }

    @Override
    public String catalog() {
        return null;
    }

    @Override
    public boolean isSnapshot() {
        return true;
    }

    @Override
    public synchronized void begin(String runId, Written written) {
        before = written;
        String run = written == null ? "" : "." + runId;
        partial = file.resolveSibling(file.getFileName() + run + ".partial");
    }

    @Override
    public synchronized List<HierarchyFailure> writeHierarchy(Hierarchy hierarchy) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        String service = Fqn.of(hierarchy.service().name());
        Map<String, Object> serviceRequest =
                request(hierarchy.service().name(), hierarchy.service().description());
        serviceRequest.put("serviceType", hierarchy.service().serviceType());
        appendContainer(lines, EntityType.DATABASE_SERVICE, service, serviceRequest);
        for (Hierarchy.Classification classification : hierarchy.classifications()) {
            appendContainer(
                    lines,
                    EntityType.CLASSIFICATION,
                    Fqn.of(classification.name()),
                    request(classification.name(), classification.description()));
            for (Hierarchy.Tag tag : classification.tags()) {
                Map<String, Object> request = request(tag.name(), tag.description());
                request.put("classification", Fqn.of(classification.name()));
                appendContainer(lines, EntityType.TAG, Fqn.of(classification.name(), tag.name()), request);
            }
        }
        for (Hierarchy.Database database : hierarchy.databases()) {
            Map<String, Object> request = request(database.name(), database.description());
            request.put("service", service);
            appendContainer(lines, EntityType.DATABASE, Fqn.child(service, database.name()), request);
        }
        for (Hierarchy.Database database : hierarchy.databases()) {
            String parent = Fqn.child(service, database.name());
            for (Hierarchy.Schema schema : database.schemas()) {
                Map<String, Object> request = request(schema.name(), schema.description());
                request.put("database", parent);
                appendContainer(lines, EntityType.DATABASE_SCHEMA, Fqn.child(parent, schema.name()), request);
            }
        }
        hierarchyLines = lines.toByteArray();
        try {
            if (out != null) {
                append(lines);
            } else if (before == null || before.count() == 0) {
                out = FileChannel.open(partial, CREATE, WRITE, TRUNCATE_EXISTING);
                entities = 0;
                append(lines);
            } else {
                keepWhatIsRecorded();
                out = FileChannel.open(partial, WRITE);
                out.position(out.size());
                out.force(true);
            }
        } catch (IOException e) {
            throw failure(e);
        }
        return List.of();
    }

    /** Makes a new file of the hierarchy and each entity that the ledger knows to be written, once. */
    private void keepWhatIsRecorded() throws IOException {
        Path earlier = Files.exists(partial) ? partial : file;
        Path kept = partial.resolveSibling(partial.getFileName() + ".kept");
        try (OutputStream copy = new BufferedOutputStream(Files.newOutputStream(kept))) {
            copy.write(hierarchyLines);
            long found = Files.exists(earlier) ? SnapshotLines.copy(earlier, before, copy) : 0;
            if (found != before.count()) {
                throw new TrawlException(
                        FailureKind.INVALID,
                        "sink.config.filename: '" + earlier + "' holds " + found + " of the " + before.count()
                                + " entities the run has written; it cannot be gone on with, begin a new one");
            }
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(kept);
            throw e;
        }
        Files.move(kept, partial, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        entities = before.count();
    }

    /** Writes all lines at once, so that no other thread's line comes between, or none of them. */
    private void append(ByteArrayOutputStream lines) throws IOException {
        long end = out.position();
        try {
            ByteBuffer bytes = ByteBuffer.wrap(lines.toByteArray());
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            if (before != null) {
                out.force(false);
            }
        } catch (IOException e) {
            out.truncate(end);
            throw e;
        }
    }

    @Override
    public List<Outcome> write(List<Request> requests) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream(requests.size() * 2048);
        for (Request request : requests) {
            EntityDescriptor descriptor = request.descriptor();
            append(lines, descriptor.type(), descriptor.id(), request.json());
        }
        synchronized (this) {
            if (out == null) {
                throw new TrawlException(
                        FailureKind.TRANSIENT, "sink.config.filename: '" + file + "' is not open for entities now");
            }
            try {
                append(lines);
                entities += requests.size();
            } catch (IOException e) {
                throw failure(e);
            }
        }
        return requests.stream()
                .<Outcome>map(request -> new Outcome.Ingested(request.descriptor()))
                .toList();
    }

    private static Map<String, Object> request(String name, String description) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("name", Fqn.encode(name));
        if (description != null) {
            request.put("description", description);
        }
        return request;
    }

    private static void appendContainer(
            ByteArrayOutputStream lines, EntityType type, String fqn, Map<String, Object> request) {
        append(lines, type, fqn, json(request));
    }

    private static void append(ByteArrayOutputStream lines, EntityType type, String fqn, byte[] request) {
        lines.writeBytes(("{\"type\":\"" + type.wireName() + "\",\"fqn\":").getBytes(StandardCharsets.US_ASCII));
        lines.writeBytes(json(fqn));
        lines.writeBytes(",\"request\":".getBytes(StandardCharsets.US_ASCII));
        lines.writeBytes(request);
        lines.writeBytes("}\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] json(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public List<Check> check() {
        Path folder = file.getParent();
        if (!Files.isDirectory(folder)) {
            return List.of(Check.failed("sink file", FailureKind.INVALID, folder + ": no such folder"));
        }
        return List.of(
                Files.isWritable(folder) && !Files.isDirectory(file)
                        ? Check.passed("sink file", file.toString())
                        : Check.failed("sink file", FailureKind.PERMISSION, file + ": cannot be written"));
    }

    @Override
    public synchronized void finish(boolean complete) {
        if (out == null) {
            return;
        }
        try {
            out.close();
            out = null;
            if (complete) {
                if (before != null && entities > before.count()) {
                    keepWhatIsRecorded(); // a worker wrote what another had taken over from it
                }
                Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            finish(false);
        } catch (TrawlException e) {
            System.getLogger(FileSink.class.getName()).log(System.Logger.Level.WARNING, "{0}", e.getMessage());
        }
    }

    private TrawlException failure(IOException e) {
        return new TrawlException(
                FailureKind.INVALID, "sink.config.filename: '" + file + "' cannot be written: " + reason(e), e);
    }

    private static String reason(IOException e) {
        return e instanceof java.nio.file.NoSuchFileException
                ? "no such folder"
                : e instanceof java.nio.file.AccessDeniedException ? "permission denied" : e.getMessage();
    }
}

package io.trawl.sink.file;

import io.trawl.api.model.Check;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.HierarchyFailure;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.Request;
import io.trawl.api.model.TrawlException;
import io.trawl.api.sink.Sink;
import io.trawl.api.sink.SinkBrokenException;
import io.trawl.api.util.FileTarget;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A snapshot of the catalog as a file; for its lines see {@link SnapshotFormat}.
 *
 * <p>The file takes its name only when the run has ended; until then it is called {@code <filename>.partial}, or
 * {@code <filename>.<run>.partial} if the run can be resumed. In that case lines are on the disk before the ledger
 * records them, and the process that resumes or ends the run keeps exactly the lines that the ledger has recorded.
 */
public final class FileSink implements Sink {

    private static final System.Logger LOG = System.getLogger(FileSink.class.getName());

    private final Path named;

    // Guarded by this.
    private String ending = ".partial";
    private Written before;
    private FileTarget target;
    private SnapshotLock lock;
    private Path partial;
    private byte[] hierarchyLines;
    private long entities;
    private FileChannel out;

    /**
     * @param file where the snapshot goes; its folder must exist
     */
    public FileSink(Path file) {
        this.named = file.toAbsolutePath().normalize();
    }

    @Override
    public String catalog() {
        return null;
    }

    @Override
    public synchronized void begin(String runId, Written written) {
        before = written;
        ending = (written == null ? "" : "." + runId) + ".partial";
    }

    @Override
    public synchronized List<HierarchyFailure> writeHierarchy(Hierarchy hierarchy) {
        hierarchyLines = SnapshotFormat.lines(hierarchy);
        try {
            if (out != null) {
                append(hierarchyLines);
                return List.of();
            }
            claimTarget();
            partial = target.beside(ending);
            if (before == null || before.count() == 0) {
                out = FileTarget.create(partial);
                entities = 0;
                append(hierarchyLines);
            } else {
                keepWhatIsRecorded();
                out = FileTarget.append(partial);
                out.force(true);
            }
        } catch (IOException e) {
            throw failure(e);
        }
        return List.of();
    }

    /** Finds out which file it is and locks it; done once. */
    private void claimTarget() throws IOException {
        if (lock != null) {
            return;
        }
        target = FileTarget.of(named);
        FileTarget.check(target.file());
        if (target.isLink()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "sink.config.filename: ''{0}'' is a link; the snapshot is written to ''{1}''",
                    named,
                    target.file());
        }
        Path locked = target.beside(".lock");
        lock = SnapshotLock.take(locked)
                .orElseThrow(() -> new TrawlException(
                        FailureKind.INVALID,
                        "sink.config.filename: another run is writing '" + target.file() + "', it has locked '" + locked
                                + "'"));
    }

    /** Makes a new file of the hierarchy and each entity that the ledger knows to be written, once. */
    private void keepWhatIsRecorded() throws IOException {
        Path earlier = Files.exists(partial, LinkOption.NOFOLLOW_LINKS) ? partial : target.file();
        FileTarget.check(earlier);
        Path kept = partial.resolveSibling(partial.getFileName() + ".kept");
        try (OutputStream copy = new BufferedOutputStream(Channels.newOutputStream(FileTarget.create(kept)))) {
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
    private void append(byte[] lines) throws IOException {
        long end = out.position();
        try {
            ByteBuffer bytes = ByteBuffer.wrap(lines);
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
        byte[] lines = SnapshotFormat.lines(requests);
        synchronized (this) {
            if (out == null) {
                throw new TrawlException(
                        FailureKind.TRANSIENT, "sink.config.filename: '" + named + "' is not open for entities now");
            }
            try {
                append(lines);
                entities += requests.size();
            } catch (IOException e) {
                throw failure(e);
            }
        }
        return SnapshotFormat.ingested(requests);
    }

    @Override
    public List<Check> check() {
        String name = "sink file";
        try {
            FileTarget found = FileTarget.of(named);
            Path folder = found.file().getParent();
            if (!Files.isDirectory(folder)) {
                return List.of(
                        Check.failed(name, FailureKind.INVALID, named + ": " + FileTarget.missingFolder(folder)));
            }
            FileTarget.check(found.file());
            String shown = named + (found.isLink() ? " -> " + found.file() : "");
            return List.of(
                    Files.isWritable(folder)
                            ? Check.passed(name, shown)
                            : Check.failed(name, FailureKind.PERMISSION, shown + ": cannot be written"));
        } catch (IOException e) {
            return List.of(Check.failed(name, FailureKind.INVALID, named + ": " + FileTarget.reason(e)));
        }
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
                FileTarget.check(target.file());
                Files.move(partial, target.file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
            LOG.log(System.Logger.Level.WARNING, "{0}", e.getMessage());
        }
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }

    private SinkBrokenException failure(IOException e) {
        return new SinkBrokenException(
                "sink.config.filename: '" + named + "' cannot be written: " + FileTarget.reason(e), e);
    }
}

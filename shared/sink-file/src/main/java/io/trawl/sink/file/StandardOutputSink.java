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
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** A snapshot on standard output, for another program to read. It holds what was written so far, whole lines only. */
final class StandardOutputSink implements Sink {

    private final OutputStream out;

    /**
     * @param out not closed by this
     */
    StandardOutputSink(OutputStream out) {
        this.out = out;
    }

    @Override
    public String catalog() {
        return null;
    }

    @Override
    public void begin(String runId, Written before) {
        if (before != null && before.count() > 0) {
            throw new TrawlException(
                    FailureKind.INVALID,
                    "sink.config.filename: standard output does not have what the run has written before; begin a new run");
        }
    }

    @Override
    public List<HierarchyFailure> writeHierarchy(Hierarchy hierarchy) {
        write(SnapshotFormat.lines(hierarchy));
        return List.of();
    }

    @Override
    public List<Outcome> write(List<Request> requests) {
        write(SnapshotFormat.lines(requests));
        return SnapshotFormat.ingested(requests);
    }

    private synchronized void write(byte[] lines) {
        try {
            out.write(lines);
            out.flush();
        } catch (IOException e) {
            throw new SinkBrokenException(
                    "sink.config.filename: standard output cannot be written: " + FileTarget.reason(e), e);
        }
    }

    @Override
    public List<Check> check() {
        return List.of(Check.passed("sink file", "standard output"));
    }

    @Override
    public void close() {}
}

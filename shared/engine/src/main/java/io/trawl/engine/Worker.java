package io.trawl.engine;

import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.Completion;
import io.trawl.api.ledger.RunLedger;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.HierarchyFailure;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.Request;
import io.trawl.api.model.TrawlException;
import io.trawl.api.sink.Sink;
import io.trawl.api.sink.SinkBrokenException;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.source.SourceStoppedException;
import io.trawl.api.workflow.DatabaseMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads a batch from the source, skips entities that have not changed and writes the rest to the sink. An entity that
 * fails is an outcome, never an exception. Safe for use by several threads.
 */
final class Worker {

    private final DiscoverableSource source;
    private final Sink sink;
    private final RunLedger ledger;
    private final WritePlanner planner;
    private final DatabaseMetadata.Incremental incremental;

    Worker(Connectors connectors, RunLedger ledger) {
        this.source = connectors.source();
        this.sink = connectors.sink();
        this.ledger = ledger;
        this.incremental = connectors.workflow().source().metadata().incremental();
        this.planner = new WritePlanner(sink, ledger);
    }

    /**
     * The first half: reads all of a batch before any of it is written, so that a slow sink holds no connection of the
     * source. What discovery has refused, or lies in a database or schema that the sink has refused, fails without being
     * read; what is incremental and was not altered is unchanged without being read.
     *
     * @throws SourceStoppedException if the source was stopped before all of it was read
     */
    List<ReadResult> read(Claim claim) {
        source.setRun(ledger.runId()); // a process may work on several runs with one source
        List<ReadResult> read = new ArrayList<>(claim.descriptors().size());
        List<EntityDescriptor> readable = new ArrayList<>(claim.descriptors().size());
        for (EntityDescriptor descriptor : claim.descriptors()) {
            Optional<HierarchyFailure> above = claim.failures().of(descriptor);
            if (above.isPresent()) {
                read.add(above.get().outcomeOf(descriptor));
            } else if (descriptor.refusal() != null) {
                read.add(new Outcome.Failed(descriptor, FailureKind.INVALID, descriptor.refusal()));
            } else {
                readable.add(descriptor);
            }
        }
        Set<String> unaltered = unaltered(readable);
        readable.removeIf(descriptor -> {
            boolean isUnaltered = unaltered.contains(descriptor.id());
            if (isUnaltered) {
                read.add(new Outcome.Unchanged(descriptor));
            }
            return isUnaltered;
        });
        if (!readable.isEmpty()) {
            read(readable, read);
        }
        return read;
    }

    /** If the ledger or the catalog cannot be asked, everything is read. */
    private Set<String> unaltered(List<EntityDescriptor> descriptors) {
        if (!incremental.enabled()) {
            return Set.of();
        }
        try {
            return planner.unaltered(descriptors, incremental.lookbackDays());
        } catch (TrawlException e) {
            return Set.of();
        }
    }

    private void read(List<EntityDescriptor> descriptors, List<ReadResult> read) {
        Map<String, EntityDescriptor> open = new HashMap<>();
        descriptors.forEach(descriptor -> open.put(descriptor.id(), descriptor));
        try (Stream<ReadResult> results = source.processEntities(descriptors)) {
            results.forEach(result -> {
                if (open.remove(result.descriptor().id()) != null) {
                    read.add(result);
                }
            });
            open.values()
                    .forEach(left ->
                            read.add(new Outcome.Failed(left, FailureKind.BUG, "the source gave no answer for it")));
        } catch (SourceStoppedException e) {
            throw e;
        } catch (RuntimeException e) {
            open.values().forEach(left -> read.add(failed(left, e)));
        }
    }

    /**
     * The second half: writes what was read in one call, so that the sink can have several requests under way. Nothing
     * is written if the lease on the batch may have ended, since the worker that has the batch now may have read newer
     * data.
     *
     * @return empty if nothing was done for that reason
     * @throws SinkBrokenException if the sink takes nothing any more
     */
    Optional<Completion> write(Claim claim, List<ReadResult> results) {
        List<Outcome> outcomes = new ArrayList<>(results.size());
        List<ReadResult.Read> readable = new ArrayList<>(results.size());
        for (ReadResult result : results) {
            if (result instanceof ReadResult.Read read) {
                readable.add(read);
            } else {
                outcomes.add((Outcome) result);
            }
        }
        List<EntityDescriptor> deferred = new ArrayList<>();
        Map<String, String> fingerprints = new HashMap<>();
        Map<String, WritePlanner.Write> writes = new LinkedHashMap<>();
        Map<String, String> versions = new HashMap<>();
        for (ReadResult.Read read : readable) {
            // What a foreign key refers to may come and go without the table being altered, and so may the reason for a
            // warning.
            if (read.descriptor().version() != null
                    && read.warnings().isEmpty()
                    && !WritePlanner.hasForeignKeys(read.entity())) {
                versions.put(read.descriptor().id(), read.descriptor().version());
            }
        }
        for (WritePlanner.Planned planned : plan(claim, readable)) {
            if (planned instanceof WritePlanner.Skip skip) {
                outcomes.add(skip.outcome());
            } else if (planned instanceof WritePlanner.Defer defer) {
                deferred.add(defer.descriptor());
                fingerprints.put(defer.descriptor().id(), defer.fingerprint());
            } else if (planned instanceof WritePlanner.Write write) {
                writes.put(write.descriptor().id(), write);
            }
        }
        if (!writes.isEmpty() && !ledger.holds(claim)) {
            return Optional.empty();
        }
        List<Request> requests =
                writes.values().stream().map(WritePlanner.Write::request).toList();
        for (Outcome outcome : send(requests)) {
            WritePlanner.Write write = writes.get(outcome.descriptor().id());
            if (!(outcome instanceof Outcome.Ingested)) {
                outcomes.add(outcome);
            } else if (write.incomplete()) {
                deferred.add(outcome.descriptor());
            } else {
                outcomes.add(outcome);
                fingerprints.put(outcome.descriptor().id(), write.request().fingerprint());
            }
        }
        return Optional.of(new Completion(
                outcomes, deferred, List.of(), Duration.ZERO, fingerprints, versions, writes.keySet(), Duration.ZERO));
    }

    /** What to do with each entity; without the catalog or the ledger, all of them fail. */
    private List<WritePlanner.Planned> plan(Claim claim, List<ReadResult.Read> readable) {
        try {
            return planner.plan(claim, readable);
        } catch (RuntimeException e) {
            return readable.stream()
                    .<WritePlanner.Planned>map(
                            read -> new WritePlanner.Skip(read.descriptor(), failed(read.descriptor(), e)))
                    .toList();
        }
    }

    private List<Outcome> send(List<Request> requests) {
        if (requests.isEmpty()) {
            return List.of();
        }
        Set<String> open = new HashSet<>();
        requests.forEach(request -> open.add(request.descriptor().id()));
        List<Outcome> outcomes = new ArrayList<>(requests.size());
        String answerless = "the sink gave no answer for it";
        FailureKind kind = FailureKind.BUG;
        try {
            for (Outcome outcome : sink.write(requests)) {
                if (open.remove(outcome.descriptor().id())) {
                    outcomes.add(outcome);
                }
            }
        } catch (SinkBrokenException e) {
            throw e;
        } catch (RuntimeException e) {
            kind = Failures.kindOf(e);
            answerless = Failures.messageOf(e);
        }
        for (Request request : requests) {
            if (open.contains(request.descriptor().id())) {
                outcomes.add(new Outcome.Failed(request.descriptor(), kind, answerless));
            }
        }
        return outcomes;
    }

    private static Outcome.Failed failed(EntityDescriptor descriptor, RuntimeException e) {
        return new Outcome.Failed(descriptor, Failures.kindOf(e), Failures.messageOf(e));
    }
}

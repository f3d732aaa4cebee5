package io.trawl.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.api.model.Check;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.HierarchyFailure;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.Request;
import io.trawl.api.model.TrawlException;
import io.trawl.api.sink.PipelineStatus;
import io.trawl.api.sink.Sink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A catalog in memory that, like OpenMetadata, takes a foreign key only if the table it refers to is there. */
final class FakeSink implements Sink {

    private static final ObjectMapper JSON = new ObjectMapper();

    final Map<String, JsonNode> held = new ConcurrentHashMap<>();
    final Map<String, Integer> writes = new ConcurrentHashMap<>();
    final Set<String> knownBefore = new TreeSet<>();
    final List<String> deleted = new CopyOnWriteArrayList<>();
    final List<PipelineStatus> statuses = new CopyOnWriteArrayList<>();
    final List<Boolean> finished = new ArrayList<>();
    Function<Request, Outcome> writer = this::accept;
    List<HierarchyFailure> refused = List.of();
    RuntimeException serviceRefused;
    final Set<String> containers = new TreeSet<>();
    boolean snapshot;
    String listingFailsFor;
    TrawlException listingFailure = new TrawlException(FailureKind.TRANSIENT, "page 2 did not come");
    String deletionFailsFor;
    final List<String> listedBesides = new ArrayList<>();
    final Set<String> goneAlready = new TreeSet<>();

    @Override
    public String catalog() {
        return "fake";
    }

    @Override
    public List<HierarchyFailure> writeHierarchy(Hierarchy hierarchy) {
        if (serviceRefused != null) {
            throw serviceRefused;
        }
        Set<String> left = refused.stream().map(HierarchyFailure::fqn).collect(Collectors.toSet());
        String service = hierarchy.service().name();
        for (Hierarchy.Database database : hierarchy.databases()) {
            containers.add(Fqn.of(service, database.name()));
            database.schemas().forEach(schema -> containers.add(Fqn.of(service, database.name(), schema.name())));
        }
        containers.removeIf(fqn -> left.contains(fqn) || left.contains(Fqn.parent(fqn)));
        return refused;
    }

    @Override
    public List<Outcome> write(List<Request> requests) {
        return requests.stream().map(writer).toList();
    }

    Outcome accept(Request request) {
        JsonNode json = json(request);
        for (JsonNode constraint : json.path("tableConstraints")) {
            String column = constraint.path("referredColumns").path(0).asText();
            String table = column.substring(0, column.lastIndexOf('.'));
            if (!held.containsKey(table) && !knownBefore.contains(table)) {
                throw new IllegalStateException(table + " is not there");
            }
        }
        held.put(request.descriptor().id(), json);
        writes.merge(request.descriptor().id(), 1, Integer::sum);
        return new Outcome.Ingested(request.descriptor());
    }

    private static JsonNode json(Request request) {
        try {
            return JSON.readTree(request.json());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean defersForeignKeys() {
        return !snapshot;
    }

    @Override
    public boolean isSnapshot() {
        return snapshot;
    }

    @Override
    public Set<String> existingTables(Collection<String> fqns) {
        Set<String> existing = new HashSet<>(knownBefore);
        existing.retainAll(fqns);
        return existing;
    }

    @Override
    public void forEachKnown(EntityType type, String parentFqn, Consumer<String> known) {
        if (parentFqn.equals(listingFailsFor)) {
            throw listingFailure;
        }
        int dots = parentFqn.split("\\.").length;
        Set<String> all = new TreeSet<>(knownBefore);
        all.addAll(containers);
        all.addAll(held.keySet());
        all.stream()
                .filter(fqn -> fqn.startsWith(parentFqn + ".") && fqn.split("\\.").length == dots + 1)
                .forEach(known);
        listedBesides.forEach(known);
    }

    @Override
    public void forEachFingerprint(EntityType type, String schemaFqn, BiConsumer<String, String> known) {
        forEachKnown(
                type,
                schemaFqn,
                fqn -> known.accept(
                        fqn,
                        held.containsKey(fqn) ? held.get(fqn).path("sourceHash").asText(null) : null));
    }

    @Override
    public boolean markDeleted(EntityType type, String fqn) {
        if (fqn.equals(deletionFailsFor)) {
            throw new TrawlException(FailureKind.PERMISSION, "403");
        }
        deleted.add(fqn);
        return !goneAlready.contains(fqn);
    }

    @Override
    public void reportStatus(PipelineStatus status) {
        statuses.add(status);
    }

    @Override
    public List<Check> check() {
        return List.of(Check.passed("sink", "fake"));
    }

    @Override
    public void finish(boolean complete) {
        finished.add(complete);
    }

    @Override
    public void close() {}
}

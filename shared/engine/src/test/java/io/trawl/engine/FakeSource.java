package io.trawl.engine;

import io.trawl.api.model.Check;
import io.trawl.api.model.Column;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.Hierarchy.Failure;
import io.trawl.api.model.HierarchyFailure;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.Scope;
import io.trawl.api.model.Table;
import io.trawl.api.model.TableConstraint;
import io.trawl.api.model.TagLabel;
import io.trawl.api.model.TrawlException;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.source.Listing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A source of tables in memory: database {@code db}, schemas and tables as the test adds them. */
public final class FakeSource implements DiscoverableSource {

    static final String SERVICE = "svc";

    private final Map<String, List<String>> tables = new LinkedHashMap<>();
    private final Map<String, String> foreignKeys = new HashMap<>();
    private final Map<String, String> extensions = new HashMap<>();
    private final Map<String, Failure> listingFailures = new HashMap<>();
    private final Map<String, Integer> reads = new ConcurrentHashMap<>();
    /** By id; null or absent: the source does not say. */
    final Map<String, String> versions = new HashMap<>();

    private final Set<String> hidden = new HashSet<>();
    final AtomicInteger concurrent = new AtomicInteger();
    final AtomicInteger mostConcurrent = new AtomicInteger();
    Function<EntityDescriptor, ReadResult> reader = this::read;
    Consumer<List<EntityDescriptor>> beforeRead = batch -> {};
    Runnable listing = () -> {};
    boolean allDatabases;
    /** Tags of a classification "c" that a table and its column carry, by the table's id. */
    final Map<String, List<String>> tags = new HashMap<>();
    /** What cannot be read of the hierarchy. */
    List<HierarchyFailure> failures = List.of();

    TrawlException outOfReach;
    /** What it was told, in order: the run's id, "hierarchy", "read". */
    final Queue<String> calls = new ConcurrentLinkedQueue<>();

    static String id(String schema, String table) {
        return Fqn.of(SERVICE, "db", schema, table);
    }

    FakeSource schema(String schema, int count) {
        tables(schema);
        List<String> names = tables.get(schema);
        IntStream.range(0, count).forEach(i -> names.add("t" + names.size()));
        return this;
    }

    FakeSource tables(String schema, String... names) {
        tables.computeIfAbsent(schema, s -> new ArrayList<>()).addAll(List.of(names));
        return this;
    }

    FakeSource drop(String schema, String table) {
        tables.get(schema).remove(table);
        return this;
    }

    FakeSource dropSchema(String schema) {
        tables.remove(schema);
        return this;
    }

    /** It exists, but a listing does not show it. */
    FakeSource hide(String schema, String table) {
        hidden.add(id(schema, table));
        return this;
    }

    FakeSource foreignKey(String schema, String table, String referredTableId) {
        foreignKeys.put(id(schema, table), referredTableId);
        return this;
    }

    /** It belongs to an extension. */
    FakeSource member(String schema, String table, String extension) {
        extensions.put(id(schema, table), extension);
        return this;
    }

    FakeSource listingFails(String schema, FailureKind kind) {
        listingFailures.put(schema, new Failure(kind, "cut half-way"));
        return this;
    }

    /** Tables of these names cannot be read. */
    FakeSource failing(Predicate<String> names, FailureKind kind, String message) {
        reader = descriptor ->
                names.test(descriptor.name()) ? new Outcome.Failed(descriptor, kind, message) : read(descriptor);
        return this;
    }

    int reads(String id) {
        return reads.getOrDefault(id, 0);
    }

    @Override
    public void setRun(String runId) {
        calls.add(runId);
    }

    @Override
    public Set<EntityType> parallelizableEntityTypes() {
        return Set.of(EntityType.TABLE);
    }

    @Override
    public Hierarchy discoverHierarchy() {
        calls.add("hierarchy");
        if (outOfReach != null) {
            throw outOfReach;
        }
        List<Hierarchy.Schema> schemas = tables.keySet().stream()
                .map(name -> new Hierarchy.Schema(name, null))
                .toList();
        return new Hierarchy(
                new Hierarchy.Service(SERVICE, "Postgres", null),
                List.of(new Hierarchy.Database("db", null, schemas, null)),
                List.of(),
                allDatabases,
                0,
                List.of(),
                failures);
    }

    @Override
    public Listing discoverEntities(EntityType type, Scope scope, Consumer<EntityDescriptor> found) {
        listing.run();
        Map<String, Failure> failures = new HashMap<>();
        for (String schema : scope.schemas()) {
            List<String> names = tables.get(schema);
            Failure failure = listingFailures.get(schema);
            int shown = failure == null ? names.size() : names.size() / 2;
            for (String name : names.subList(0, shown)) {
                if (!hidden.contains(id(schema, name))) {
                    found.accept(described(schema, name));
                }
            }
            if (failure != null) {
                failures.put(schema, failure);
            }
        }
        Set<String> complete = new HashSet<>(scope.schemas());
        complete.removeAll(failures.keySet());
        return new Listing(complete, failures);
    }

    private EntityDescriptor described(String schema, String name) {
        EntityDescriptor descriptor = descriptor(schema, name);
        Map<String, String> metadata = new HashMap<>(descriptor.metadata());
        metadata.computeIfAbsent(EntityDescriptor.EXTENSION, key -> extensions.get(descriptor.id()));
        metadata.computeIfAbsent(EntityDescriptor.VERSION, key -> versions.get(descriptor.id()));
        return new EntityDescriptor(descriptor.id(), descriptor.type(), metadata, descriptor.priority());
    }

    static EntityDescriptor descriptor(String schema, String name) {
        return new EntityDescriptor(
                id(schema, name), EntityType.TABLE, Map.of("database", "db", "schema", schema, "name", name), 10);
    }

    @Override
    public void stop() {}

    @Override
    public void rest() {}

    @Override
    public boolean awaitConnection(Duration atMost) {
        return true;
    }

    @Override
    public Stream<ReadResult> processEntities(List<EntityDescriptor> batch) {
        calls.add("read");
        mostConcurrent.accumulateAndGet(concurrent.incrementAndGet(), Math::max);
        batch.forEach(descriptor -> reads.merge(descriptor.id(), 1, Integer::sum));
        try {
            beforeRead.accept(batch);
        } catch (RuntimeException e) {
            concurrent.decrementAndGet();
            throw e;
        }
        return batch.stream().map(reader).onClose(concurrent::decrementAndGet);
    }

    ReadResult read(EntityDescriptor descriptor) {
        if (!tables.getOrDefault(descriptor.schema(), List.of()).contains(descriptor.name())) {
            return new Outcome.Gone(descriptor);
        }
        String referred = foreignKeys.get(descriptor.id());
        List<TableConstraint> constraints = referred == null
                ? null
                : List.of(new TableConstraint("FOREIGN_KEY", List.of("id"), List.of(referred + ".id"), "MANY_TO_ONE"));
        List<TagLabel> labels = tags.containsKey(descriptor.id())
                ? tags.get(descriptor.id()).stream()
                        .map(tag -> TagLabel.automated("c." + tag))
                        .toList()
                : null;
        Column id =
                new Column("id", null, "INT", null, null, null, null, "integer", null, "PRIMARY_KEY", 1, null, labels);
        return new ReadResult.Read(descriptor, table(descriptor, constraints, List.of(id), labels));
    }

    static Table tableOf(EntityDescriptor descriptor, List<Column> columns) {
        return table(descriptor, null, columns, null);
    }

    private static Table table(
            EntityDescriptor descriptor,
            List<TableConstraint> constraints,
            List<Column> columns,
            List<TagLabel> labels) {
        return new Table(
                Fqn.encode(descriptor.name()),
                null,
                null,
                "Regular",
                columns,
                constraints,
                null,
                null,
                null,
                Fqn.of(SERVICE, "db", descriptor.schema()),
                labels,
                null,
                null);
    }

    @Override
    public Set<String> stillPresent(EntityType type, String database, String schema, Collection<String> ids) {
        Stream<String> present = type == EntityType.TABLE
                ? tables.getOrDefault(schema, List.of()).stream().map(name -> id(schema, name))
                : tables.keySet().stream().map(name -> Fqn.of(SERVICE, "db", name));
        return present.filter(ids::contains).collect(Collectors.toSet());
    }

    @Override
    public List<Check> check() {
        return List.of(Check.passed("source", "fake"));
    }

    @Override
    public void close() {}
}

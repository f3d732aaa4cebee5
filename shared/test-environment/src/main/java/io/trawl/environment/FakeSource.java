package io.trawl.environment;

import io.trawl.api.model.Check;
import io.trawl.api.model.Column;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.Hierarchy.Failure;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.Scope;
import io.trawl.api.model.Table;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.source.Listing;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Tables of one column in memory, in a database {@code db} of the service {@code svc}. */
public class FakeSource implements DiscoverableSource {

    public static final String SERVICE = TestEnvironment.SERVICE;
    public static final String DATABASE = "db";

    /** Names of tables by their schema. */
    public final Map<String, Collection<String>> tables = new TreeMap<>();

    public static String id(String schema, String table) {
        return Fqn.of(SERVICE, DATABASE, schema, table);
    }

    public static EntityDescriptor descriptor(String schema, String name) {
        return new EntityDescriptor(
                id(schema, name),
                EntityType.TABLE,
                Map.of(
                        EntityDescriptor.DATABASE, DATABASE,
                        EntityDescriptor.SCHEMA, schema,
                        EntityDescriptor.NAME, name),
                10);
    }

    @Override
    public Set<EntityType> parallelizableEntityTypes() {
        return Set.of(EntityType.TABLE);
    }

    @Override
    public Hierarchy discoverHierarchy() {
        return hierarchy(tables.keySet(), null);
    }

    /** @param failure of the database; null if there is none */
    protected static Hierarchy hierarchy(Collection<String> schemas, Failure failure) {
        return new Hierarchy(
                new Hierarchy.Service(SERVICE, "Postgres", null),
                List.of(new Hierarchy.Database(
                        DATABASE,
                        null,
                        schemas.stream()
                                .map(name -> new Hierarchy.Schema(name, null))
                                .toList(),
                        failure)),
                List.of(),
                false,
                0);
    }

    @Override
    public Listing discoverEntities(EntityType type, Scope scope, Consumer<EntityDescriptor> found) {
        scope.schemas().forEach(schema -> tables.get(schema).forEach(name -> found.accept(descriptor(schema, name))));
        return new Listing(Set.copyOf(scope.schemas()), Map.of());
    }

    @Override
    public Stream<ReadResult> processEntities(List<EntityDescriptor> batch) {
        return batch.stream().map(this::read);
    }

    private synchronized ReadResult read(EntityDescriptor table) {
        if (!tables.getOrDefault(table.schema(), Set.of()).contains(table.name())) {
            return new Outcome.Gone(table);
        }
        Column id = new Column("id", null, "INT", null, null, null, null, "integer", null, null, 1, null, null);
        String schema = Fqn.of(SERVICE, DATABASE, table.schema());
        return new ReadResult.Read(
                table,
                new Table(
                        table.name(),
                        null,
                        null,
                        "Regular",
                        List.of(id),
                        null,
                        null,
                        null,
                        null,
                        schema,
                        null,
                        null,
                        null));
    }

    @Override
    public Set<String> stillPresent(EntityType type, String database, String schema, Collection<String> ids) {
        return new HashSet<>(ids);
    }

    @Override
    public boolean awaitConnection(Duration atMost) {
        return true;
    }

    @Override
    public void rest() {}

    @Override
    public void stop() {}

    @Override
    public List<Check> check() {
        return List.of(Check.passed("source", "memory"));
    }

    @Override
    public void close() {}
}

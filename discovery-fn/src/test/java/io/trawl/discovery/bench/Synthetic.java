package io.trawl.discovery.bench;

import io.trawl.api.Providers;
import io.trawl.api.model.Check;
import io.trawl.api.model.Column;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.HierarchyFailure;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.Request;
import io.trawl.api.model.Scope;
import io.trawl.api.model.Table;
import io.trawl.api.sink.Sink;
import io.trawl.api.sink.SinkProvider;
import io.trawl.api.source.ConnectionBudget;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.source.Listing;
import io.trawl.api.source.SourceProvider;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.api.workflow.DeletionLimit;
import io.trawl.api.workflow.DistributedExecution;
import io.trawl.api.workflow.FilterPattern;
import io.trawl.api.workflow.Filters;
import io.trawl.api.workflow.LedgerConfig;
import io.trawl.api.workflow.Orchestrator;
import io.trawl.api.workflow.RetryPolicy;
import io.trawl.api.workflow.SinkConfig;
import io.trawl.api.workflow.SourceConnection;
import io.trawl.api.workflow.Workflow;
import io.trawl.api.workflow.WorkflowConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A source of any number of tables that costs nothing, and a sink that keeps nothing: what is left is Trawl's own. */
final class Synthetic {

    private static final String SERVICE = "synthetic";
    private static final String DATABASE = "db";
    private static final int TABLES_PER_SCHEMA = 10_000;

    private Synthetic() {}

    static Workflow workflow(LedgerConfig ledger) {
        DistributedExecution execution = new DistributedExecution(
                true,
                Orchestrator.LOCAL,
                4,
                OptionalInt.empty(),
                4,
                RetryPolicy.local(),
                true,
                Duration.ofDays(1),
                DeletionLimit.standard(),
                false,
                ledger);
        return new Workflow(
                "synthetic",
                "digest",
                Path.of("."),
                new Workflow.Source("synthetic", SERVICE, new Nowhere(), DatabaseMetadata.defaults()),
                new Workflow.SinkSpec("nothing", null),
                new WorkflowConfig(WorkflowConfig.LoggerLevel.INFO, true, 100, null, execution),
                null,
                List.of());
    }

    /** These two, and the ledgers of the class path. */
    static Providers providers(int tables) {
        return new Providers(
                List.of(new Sources(tables)),
                List.of(new Sinks()),
                Providers.load().ledgers(),
                List.of());
    }

    private record Nowhere() implements SourceConnection {
        @Override
        public String server() {
            return SERVICE;
        }

        @Override
        public FilterPattern databaseFilterPattern() {
            return null;
        }

        @Override
        public FilterPattern schemaFilterPattern() {
            return null;
        }

        @Override
        public FilterPattern tableFilterPattern() {
            return null;
        }
    }

    private record Sources(int tables) implements SourceProvider {
        @Override
        public String type() {
            return "synthetic";
        }

        @Override
        public Class<? extends SourceConnection> connectionType() {
            return Nowhere.class;
        }

        @Override
        public DiscoverableSource open(Workflow workflow, Filters filters, ConnectionBudget budget) {
            return new Tables(tables);
        }
    }

    private record Tables(int count) implements DiscoverableSource {

        private static String schema(int table) {
            return "schema_%03d".formatted(table / TABLES_PER_SCHEMA);
        }

        @Override
        public Set<EntityType> parallelizableEntityTypes() {
            return Set.of(EntityType.TABLE);
        }

        @Override
        public Hierarchy discoverHierarchy() {
            List<Hierarchy.Schema> schemas = IntStream.rangeClosed(0, (count - 1) / TABLES_PER_SCHEMA)
                    .mapToObj(i -> new Hierarchy.Schema(schema(i * TABLES_PER_SCHEMA), null))
                    .toList();
            return new Hierarchy(
                    new Hierarchy.Service(SERVICE, "Postgres", null),
                    List.of(new Hierarchy.Database(DATABASE, null, schemas, null)),
                    List.of(),
                    false,
                    0);
        }

        @Override
        public Listing discoverEntities(EntityType type, Scope scope, Consumer<EntityDescriptor> found) {
            for (int i = 0; i < count; i++) {
                String schema = schema(i);
                String name = "table_%07d".formatted(i);
                found.accept(new EntityDescriptor(
                        Fqn.of(SERVICE, DATABASE, schema, name),
                        type,
                        Map.of(
                                EntityDescriptor.DATABASE,
                                DATABASE,
                                EntityDescriptor.SCHEMA,
                                schema,
                                EntityDescriptor.NAME,
                                name),
                        17));
            }
            return new Listing(Set.copyOf(scope.schemas()), Map.of());
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
            return batch.stream().map(descriptor -> new ReadResult.Read(descriptor, table(descriptor)));
        }

        private static Table table(EntityDescriptor descriptor) {
            Column id = new Column(
                    "id", null, "INT", null, null, null, null, "integer", null, "PRIMARY_KEY", 1, null, null);
            return new Table(
                    descriptor.name(),
                    null,
                    null,
                    "Regular",
                    List.of(id),
                    null,
                    null,
                    null,
                    null,
                    Fqn.of(SERVICE, DATABASE, descriptor.schema()),
                    null,
                    null,
                    null);
        }

        @Override
        public Set<String> stillPresent(EntityType type, String database, String schema, Collection<String> ids) {
            return Set.copyOf(ids);
        }

        @Override
        public List<Check> check() {
            return List.of(Check.passed("source", SERVICE));
        }

        @Override
        public void close() {}
    }

    private record NoKeys() implements SinkConfig {}

    private record Sinks() implements SinkProvider {
        @Override
        public String type() {
            return "nothing";
        }

        @Override
        public Class<? extends SinkConfig> configType() {
            return NoKeys.class;
        }

        @Override
        public boolean needsServer() {
            return false;
        }

        @Override
        public Sink open(Workflow workflow) {
            return new Nothing();
        }
    }

    private record Nothing() implements Sink {
        @Override
        public List<HierarchyFailure> writeHierarchy(Hierarchy hierarchy) {
            return List.of();
        }

        @Override
        public List<Outcome> write(List<Request> requests) {
            return requests.stream()
                    .<Outcome>map(request -> new Outcome.Ingested(request.descriptor()))
                    .toList();
        }

        @Override
        public String catalog() {
            return "nothing";
        }

        @Override
        public List<Check> check() {
            return List.of(Check.passed("sink", "nothing"));
        }

        @Override
        public void close() {}
    }
}

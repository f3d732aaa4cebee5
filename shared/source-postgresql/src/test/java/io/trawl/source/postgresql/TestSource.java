package io.trawl.source.postgresql;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.Scope;
import io.trawl.api.source.ConnectionBudget;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.source.Listing;
import io.trawl.api.source.SourceProvider;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.api.workflow.DistributedExecution;
import io.trawl.api.workflow.FilterPattern;
import io.trawl.api.workflow.Filters;
import io.trawl.api.workflow.Workflow;
import io.trawl.api.workflow.WorkflowConfig;
import io.trawl.engine.memory.LocalConnectionBudget;
import io.trawl.source.jdbc.HostPort;
import io.trawl.source.jdbc.SslConfig;
import io.trawl.testkit.EmbeddedDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** Sources as a run would make them, for tests. */
final class TestSource {

    static final String SERVICE = "svc";

    private TestSource() {}

    /** Everything is included that a workflow can include. */
    static DatabaseMetadata everything() {
        return metadata(true, true, true, null);
    }

    static DatabaseMetadata metadata(boolean tables, boolean ddl, boolean owners, FilterPattern schemas) {
        return new DatabaseMetadata(
                true, true, false, false, tables, true, true, true, ddl, owners, false, false, null, schemas, null,
                null, 1);
    }

    static PostgresConnection connection(EmbeddedDatabase server, String database) {
        return PostgresConnection.of(server.hostPort(), EmbeddedDatabase.USERNAME, null, database);
    }

    static PostgresConnection withOptions(PostgresConnection connection, Map<String, String> options) {
        return with(connection, null, null, options);
    }

    static PostgresConnection withSslMode(PostgresConnection connection, String mode) {
        return with(connection, mode, null, null);
    }

    static PostgresConnection withSslConfig(PostgresConnection connection, String mode, SslConfig config) {
        return with(connection, mode, config, null);
    }

    private static PostgresConnection with(
            PostgresConnection connection, String sslMode, SslConfig sslConfig, Map<String, String> options) {
        return new PostgresConnection(
                null,
                null,
                connection.username(),
                null,
                connection.password(),
                connection.hostPort(),
                connection.database(),
                connection.ingestAllDatabases(),
                null,
                null,
                null,
                null,
                sslMode,
                sslConfig,
                null,
                options,
                null);
    }

    static Transactions transactions(PostgresConnection connection) {
        HostPort server = HostPort.parse(connection.hostPort(), PostgresConnection.DEFAULT_PORT);
        return new Transactions(
                ConnectionProperties.settings(connection), new SessionCheck(PostgresProvider.messages(server)));
    }

    static DiscoverableSource open(PostgresConnection connection) {
        return open(connection, DatabaseMetadata.defaults(), new LocalConnectionBudget(4));
    }

    static DiscoverableSource open(PostgresConnection connection, DatabaseMetadata metadata, ConnectionBudget budget) {
        Workflow workflow = new Workflow(
                "test",
                "digest",
                Path.of("."),
                new Workflow.Source("postgres", SERVICE, connection, metadata),
                null,
                new WorkflowConfig(WorkflowConfig.LoggerLevel.INFO, true, 90, null, DistributedExecution.sequential()),
                null,
                List.of());
        SourceProvider provider = ServiceLoader.load(SourceProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.type().equals("postgres"))
                .findFirst()
                .orElseThrow();
        return provider.open(workflow, Filters.of(workflow.source()), budget);
    }

    /** Every entity of a type in every schema of the hierarchy; fails unless the listing is complete. */
    static List<EntityDescriptor> listAll(DiscoverableSource source, EntityType type) {
        List<EntityDescriptor> found = new ArrayList<>();
        for (Hierarchy.Database database : source.discoverHierarchy().databases()) {
            List<String> schemas =
                    database.schemas().stream().map(Hierarchy.Schema::name).toList();
            Listing listing = source.discoverEntities(type, new Scope(database.name(), schemas), found::add);
            if (!listing.failures().isEmpty()) {
                throw new AssertionError("incomplete: " + listing.failures());
            }
        }
        return found;
    }

    static List<ReadResult> read(DiscoverableSource source, List<EntityDescriptor> batch) {
        try (Stream<ReadResult> results = source.processEntities(batch)) {
            return results.toList();
        }
    }
}

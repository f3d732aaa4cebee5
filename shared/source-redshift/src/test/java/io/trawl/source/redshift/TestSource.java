package io.trawl.source.redshift;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.Scope;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.source.Listing;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.api.workflow.DistributedExecution;
import io.trawl.api.workflow.Filters;
import io.trawl.api.workflow.Secret;
import io.trawl.api.workflow.Workflow;
import io.trawl.api.workflow.WorkflowConfig;
import io.trawl.engine.memory.LocalConnectionBudget;
import io.trawl.testkit.redshift.RedshiftServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Sources as a run would make them, for tests. */
final class TestSource {

    static final String SERVICE = "svc";

    /** Wide ones. */
    static final TimeLimits LIMITS = limits(Duration.ofSeconds(30));

    private TestSource() {}

    /** The same for everything that may wait; no other limit. */
    static TimeLimits limits(Duration each) {
        return new TimeLimits(0, each, each, each);
    }

    /** Everything is included that a workflow can include. */
    static DatabaseMetadata everything() {
        return metadata(true, true, true, true);
    }

    /** With procedures; DDL and owners go together. */
    static DatabaseMetadata metadata(boolean tables, boolean views, boolean procedures, boolean details) {
        return new DatabaseMetadata(
                true,
                true,
                false,
                false,
                tables,
                views,
                procedures,
                true,
                details,
                details,
                false,
                false,
                null,
                null,
                null,
                null,
                1);
    }

    /** Of the server's administrator, without TLS. */
    static RedshiftConnection connection(RedshiftServer server, String database) {
        return connection(server.hostPort(), RedshiftServer.USERNAME, RedshiftServer.PASSWORD, database);
    }

    static RedshiftConnection connection(String hostPort, String username, String password, String database) {
        return connection(hostPort, username, password, database, false, null);
    }

    /** With a statement timeout in milliseconds. */
    static RedshiftConnection limited(RedshiftServer server, String username, String password, int statementTimeout) {
        return connection(
                server.hostPort(),
                username,
                password,
                RedshiftServer.DATABASE,
                false,
                Map.of("statement_timeout", statementTimeout));
    }

    /** Of the server's administrator, with every database. */
    static RedshiftConnection allDatabases(RedshiftServer server, String database) {
        return connection(server.hostPort(), RedshiftServer.USERNAME, RedshiftServer.PASSWORD, database, true, null);
    }

    private static RedshiftConnection connection(
            String hostPort,
            String username,
            String password,
            String database,
            boolean allDatabases,
            Map<String, Object> arguments) {
        return new RedshiftConnection(
                null,
                null,
                username,
                null,
                new Secret(password),
                hostPort,
                database,
                allDatabases,
                null,
                null,
                null,
                null,
                "disable",
                null,
                null,
                null,
                null,
                arguments);
    }

    static Workflow.Source source(RedshiftConnection connection, DatabaseMetadata metadata) {
        return new Workflow.Source("redshift", SERVICE, connection, metadata);
    }

    static DiscoverableSource open(RedshiftConnection connection, DatabaseMetadata metadata) {
        Workflow workflow = new Workflow(
                "test",
                "digest",
                Path.of("."),
                source(connection, metadata),
                null,
                new WorkflowConfig(WorkflowConfig.LoggerLevel.INFO, true, 90, null, DistributedExecution.sequential()),
                null,
                List.of());
        return new RedshiftProvider().open(workflow, Filters.of(workflow.source()), new LocalConnectionBudget(2));
    }

    static DiscoverableSource open(RedshiftServer server, DatabaseMetadata metadata) {
        return open(connection(server, RedshiftServer.DATABASE), metadata);
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

package io.trawl.source.redshift;

import io.trawl.api.model.EntityType;
import io.trawl.api.source.ConnectionBudget;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.source.SourceProvider;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.api.workflow.Filters;
import io.trawl.api.workflow.SourceConnection;
import io.trawl.api.workflow.Workflow;
import io.trawl.source.jdbc.ConnectionPool;
import io.trawl.source.jdbc.Databases;
import io.trawl.source.jdbc.EntityLister;
import io.trawl.source.jdbc.EntityPages;
import io.trawl.source.jdbc.EntityReader;
import io.trawl.source.jdbc.HierarchyReader;
import io.trawl.source.jdbc.HostPort;
import io.trawl.source.jdbc.JdbcSource;
import io.trawl.source.jdbc.Messages;
import io.trawl.source.jdbc.SourceChecks;
import java.time.Clock;
import java.util.Map;
import java.util.SplittableRandom;

/** Assembles Amazon Redshift sources, {@code source.type: redshift}. */
public final class RedshiftProvider implements SourceProvider {

    @Override
    public String type() {
        return "redshift";
    }

    @Override
    public Class<? extends SourceConnection> connectionType() {
        return RedshiftConnection.class;
    }

    @Override
    public DiscoverableSource open(Workflow workflow, Filters filters, ConnectionBudget budget) {
        RedshiftConnection connection = (RedshiftConnection) workflow.source().connection();
        DatabaseTypes types = new DatabaseTypes();
        ConnectionPool pool = new ConnectionPool(
                new RedshiftConnector(connection, workflow.directory(), types),
                budget,
                ConnectionPool.BACKOFF,
                ConnectionPool.PATIENCE,
                Clock.systemUTC(),
                new SplittableRandom());
        return source(workflow.source(), connection, filters, pool, types);
    }

    private static DiscoverableSource source(
            Workflow.Source source,
            RedshiftConnection connection,
            Filters filters,
            ConnectionPool pool,
            DatabaseTypes types) {
        DatabaseMetadata metadata = source.metadata();
        String service = source.serviceName();
        HostPort server = HostPort.parse(connection.hostPort(), RedshiftConnection.DEFAULT_PORT);
        Databases databases = new Databases(pool, messages(server), Databases.RETRIES);
        HierarchyReader hierarchy = new HierarchyReader(
                service,
                "Redshift",
                connection.database(),
                connection.ingestAllDatabases(),
                filters,
                databases,
                new RedshiftHierarchy(types),
                HierarchyReader.NO_TAGS);
        TimeLimits limits = TimeLimits.of(connection);
        EntityPages pages = new RedshiftPages(service, metadata, types, limits, EntityPages.SIZE);
        return new JdbcSource(
                metadata,
                pool,
                hierarchy,
                new EntityLister(databases, pages),
                new EntityReader(
                        databases,
                        Map.of(
                                EntityType.TABLE, new RedshiftTables(source, limits),
                                EntityType.STORED_PROCEDURE, new RedshiftProcedures(source))),
                new SourceChecks(
                        connection.database(),
                        databases,
                        hierarchy,
                        new RedshiftChecks(server, connection.database(), types)));
    }

    static Messages messages(HostPort server) {
        return new Messages(
                "redshift",
                server,
                ServerAnswer::of,
                "is the host right, may this network reach it, and is the cluster paused?");
    }
}

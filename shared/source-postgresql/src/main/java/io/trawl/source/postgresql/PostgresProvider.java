package io.trawl.source.postgresql;

import io.trawl.core.config.Filters;
import io.trawl.core.config.Workflow;
import io.trawl.core.source.ConnectionBudget;
import io.trawl.core.source.DiscoverableSource;
import io.trawl.core.source.SourceConnection;
import io.trawl.core.source.SourceProvider;
import io.trawl.source.jdbc.ConnectionPool;
import java.time.Clock;
import java.util.Properties;
import java.util.SplittableRandom;

/** Makes PostgreSQL sources: {@code source.type: postgres}. */
public final class PostgresProvider implements SourceProvider {

    @Override
    public String type() {
        return "postgres";
    }

    @Override
    public Class<? extends SourceConnection> connectionType() {
        return PostgresConnection.class;
    }

    @Override
    public DiscoverableSource open(Workflow workflow, Filters filters, ConnectionBudget budget) {
        PostgresConnection connection = (PostgresConnection) workflow.source().connection();
        Properties properties = ConnectionProperties.of(connection);
        Tls.configure(properties, connection, workflow.directory());
        HostPort server = HostPort.parse(connection.hostPort());
        ConnectionPool pool = new ConnectionPool(
                new PostgresConnector(server, properties),
                budget,
                ConnectionPool.BACKOFF,
                ConnectionPool.PATIENCE,
                Clock.systemUTC(),
                new SplittableRandom());
        return new PostgresSource(workflow.source(), filters, pool, new Messages(server));
    }
}

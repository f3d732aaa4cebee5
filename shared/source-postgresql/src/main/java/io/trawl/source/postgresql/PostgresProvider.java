package io.trawl.source.postgresql;

import io.trawl.api.model.EntityType;
import io.trawl.api.source.ConnectionBudget;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.source.SourceProvider;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.api.workflow.Filters;
import io.trawl.api.workflow.SourceConnection;
import io.trawl.api.workflow.Workflow;
import io.trawl.aws.AwsConfig;
import io.trawl.aws.AwsIdentity;
import io.trawl.aws.RdsToken;
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
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;
import org.postgresql.util.PSQLException;

/** Assembles PostgreSQL sources, {@code source.type: postgres}. */
public final class PostgresProvider implements SourceProvider {

    @Override
    public String type() {
        return "postgres";
    }

    @Override
    public boolean hasExtensions() {
        return true;
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
        HostPort server = HostPort.parse(connection.hostPort(), PostgresConnection.DEFAULT_PORT);
        ConnectionPool pool = new ConnectionPool(
                connector(connection, server, properties),
                budget,
                ConnectionPool.BACKOFF,
                ConnectionPool.PATIENCE,
                Clock.systemUTC(),
                new SplittableRandom());
        Transactions transactions =
                new Transactions(ConnectionProperties.settings(connection), new SessionCheck(messages(server)));
        return source(workflow.source(), filters, pool, server, transactions);
    }

    private static PostgresConnector connector(PostgresConnection connection, HostPort server, Properties properties) {
        AwsConfig aws = connection.aws();
        if (aws == null) {
            return new PostgresConnector(server, properties);
        }
        Clock clock = Clock.systemUTC();
        String region = aws.region(server.host()).orElseThrow();
        return new PostgresConnector(
                server, properties, new RdsToken(new AwsIdentity(aws, region, clock), region, clock));
    }

    private static DiscoverableSource source(
            Workflow.Source source, Filters filters, ConnectionPool pool, HostPort server, Transactions transactions) {
        PostgresConnection connection = (PostgresConnection) source.connection();
        DatabaseMetadata metadata = source.metadata();
        String service = source.serviceName();
        Databases databases = new Databases(pool, messages(server), Databases.RETRIES);
        HierarchyReader hierarchy = new HierarchyReader(
                service,
                "Postgres",
                connection.database(),
                connection.ingestAllDatabases(),
                filters,
                databases,
                new PostgresHierarchy(transactions),
                metadata.includeTags()
                        ? () -> new PolicyTags(transactions, connection.classificationName())
                        : HierarchyReader.NO_TAGS);
        WaitedLocks waited = new WaitedLocks();
        return new JdbcSource(
                metadata,
                pool,
                hierarchy,
                new EntityLister(databases, new PostgresPages(transactions, service, metadata, EntityPages.SIZE)),
                new EntityReader(
                        databases,
                        Map.of(
                                EntityType.TABLE,
                                new LockAwareReader(
                                        new TableReader(transactions, source),
                                        new Locks(transactions, EntityType.TABLE),
                                        waited),
                                EntityType.STORED_PROCEDURE,
                                new LockAwareReader(
                                        new ProcedureReader(transactions, source),
                                        new Locks(transactions, EntityType.STORED_PROCEDURE),
                                        waited))),
                new SourceChecks(
                        connection.database(),
                        databases,
                        hierarchy,
                        new PostgresChecks(transactions, server, connection.database())));
    }

    static Messages messages(HostPort server) {
        return new Messages(
                "postgres", server, PostgresProvider::answer, "is the host right, and does a server listen there?");
    }

    private static String answer(SQLException failure) {
        return failure instanceof PSQLException answer && answer.getServerErrorMessage() != null
                ? answer.getServerErrorMessage().getMessage()
                : null;
    }
}

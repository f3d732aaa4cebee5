package io.trawl.source.postgresql;

import io.trawl.api.source.ConnectionBudget;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.source.SourceProvider;
import io.trawl.api.workflow.Filters;
import io.trawl.api.workflow.SourceConnection;
import io.trawl.api.workflow.Workflow;
import io.trawl.aws.AwsConfig;
import io.trawl.aws.AwsIdentity;
import io.trawl.aws.RdsToken;
import io.trawl.source.jdbc.DriverMessages;
import io.trawl.source.jdbc.HostPort;
import io.trawl.source.kit.Dialect;
import io.trawl.source.kit.DialectSource;
import io.trawl.source.kit.Messages;
import io.trawl.source.kit.SourceSettings;
import java.sql.Connection;
import java.time.Clock;
import java.util.Properties;

/** Assembles PostgreSQL sources, {@code source.type: postgres}. */
public final class PostgresProvider implements SourceProvider {

    private static final String TYPE = "postgres";

    @Override
    public String type() {
        return TYPE;
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
        Workflow.Source source = workflow.source();
        PostgresConnection connection = (PostgresConnection) source.connection();
        HostPort server = HostPort.parse(connection.hostPort(), PostgresConnection.DEFAULT_PORT);
        Properties properties = ConnectionProperties.of(connection);
        Tls.configure(properties, connection, workflow.directory());
        Transactions transactions =
                new Transactions(ConnectionProperties.settings(connection), new SessionCheck(messages(server)));
        Dialect<Connection> dialect = new PostgresDialect(
                connector(connection, server, properties), transactions, driverMessages(server), source);
        SourceSettings settings = new SourceSettings(
                source, "Postgres", server.toString(), connection.database(), connection.ingestAllDatabases(), filters);
        return new DialectSource<>(dialect, settings, budget);
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

    static Messages messages(HostPort server) {
        return new Messages(TYPE, server.toString(), PostgresFailures.INSTANCE, driverMessages(server)::describe);
    }

    private static DriverMessages driverMessages(HostPort server) {
        return new DriverMessages(
                server, PostgresFailures::answer, "is the host right, and does a server listen there?");
    }
}

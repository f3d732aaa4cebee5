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
import io.trawl.source.kit.SourceSettings;
import java.sql.Connection;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Assembles PostgreSQL sources, {@code source.type: postgres}. */
public final class PostgresProvider implements SourceProvider {

    static final String TYPE = "postgres";

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
        HostPort server = connection.address();
        Transactions transactions = new Transactions(
                ConnectionProperties.settings(connection),
                new SessionCheck(messages(server).of(TYPE)));
        PostgresConnector connector = new PostgresConnector(
                server, ConnectionProperties.of(connection, workflow.directory()), tokens(connection.aws(), server));
        Dialect<Connection> dialect = new PostgresDialect(connector, transactions, messages(server), source);
        SourceSettings settings = new SourceSettings(
                source, "Postgres", server.toString(), connection.database(), connection.ingestAllDatabases(), filters);
        return new DialectSource<>(dialect, settings, budget);
    }

    /** What each login asks AWS for; null if it has a password. */
    private static @Nullable RdsToken tokens(AwsConfig aws, HostPort server) {
        if (aws == null) {
            return null;
        }
        Clock clock = Clock.systemUTC();
        String region = aws.region(server.host()).orElseThrow();
        return new RdsToken(new AwsIdentity(aws, region, clock), region, clock);
    }

    static DriverMessages messages(HostPort server) {
        return new DriverMessages(
                server, PostgresFailures.INSTANCE, "is the host right, and does a server listen there?");
    }
}

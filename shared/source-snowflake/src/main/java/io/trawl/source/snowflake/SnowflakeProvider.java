package io.trawl.source.snowflake;

import io.trawl.api.source.ConnectionBudget;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.source.SourceProvider;
import io.trawl.api.workflow.Filters;
import io.trawl.api.workflow.SourceConnection;
import io.trawl.api.workflow.Workflow;
import io.trawl.source.jdbc.DriverMessages;
import io.trawl.source.jdbc.HostPort;
import io.trawl.source.kit.DialectSource;
import io.trawl.source.kit.SourceSettings;

/** Assembles Snowflake sources, {@code source.type: snowflake}. */
public final class SnowflakeProvider implements SourceProvider {

    private static final String TYPE = "snowflake";

    @Override
    public String type() {
        return TYPE;
    }

    /** Of tables and views: {@link Versions}. */
    @Override
    public boolean saysWhatWasAltered() {
        return true;
    }

    @Override
    public Class<? extends SourceConnection> connectionType() {
        return SnowflakeConnection.class;
    }

    @Override
    public DiscoverableSource open(Workflow workflow, Filters filters, ConnectionBudget budget) {
        Workflow.Source source = workflow.source();
        SnowflakeConnection connection = (SnowflakeConnection) source.connection();
        HostPort server = connection.address();
        boolean all = connection.database() == null;
        SourceSettings settings = new SourceSettings(
                source, "Snowflake", server.toString(), all ? "" : connection.database(), all, filters);
        return new DialectSource<>(
                new SnowflakeDialect(source, workflow.directory(), messages(server)), settings, budget);
    }

    static DriverMessages messages(HostPort server) {
        return new DriverMessages(
                server, SnowflakeFailures.INSTANCE, "is the account right, and may this network reach Snowflake?");
    }
}

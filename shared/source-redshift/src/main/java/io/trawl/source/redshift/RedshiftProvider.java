package io.trawl.source.redshift;

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

/** Assembles Amazon Redshift sources, {@code source.type: redshift}. */
public final class RedshiftProvider implements SourceProvider {

    private static final String TYPE = "redshift";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Class<? extends SourceConnection> connectionType() {
        return RedshiftConnection.class;
    }

    @Override
    public DiscoverableSource open(Workflow workflow, Filters filters, ConnectionBudget budget) {
        Workflow.Source source = workflow.source();
        RedshiftConnection connection = (RedshiftConnection) source.connection();
        HostPort server = connection.address();
        SourceSettings settings = new SourceSettings(
                source, "Redshift", server.toString(), connection.database(), connection.ingestAllDatabases(), filters);
        return new DialectSource<>(
                new RedshiftDialect(source, workflow.directory(), messages(server)), settings, budget);
    }

    static DriverMessages messages(HostPort server) {
        return new DriverMessages(
                server,
                RedshiftFailures.INSTANCE,
                "is the host right, may this network reach it, and is the cluster paused?");
    }
}

package io.trawl.source.kit.csv;

import io.trawl.api.source.ConnectionBudget;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.source.SourceProvider;
import io.trawl.api.workflow.Filters;
import io.trawl.api.workflow.SourceConnection;
import io.trawl.api.workflow.Workflow;
import io.trawl.source.kit.DialectSource;
import io.trawl.source.kit.SourceSettings;
import java.nio.file.Path;

/** Assembles sources of CSV files, {@code source.type: csv}. */
public final class CsvProvider implements SourceProvider {

    @Override
    public String type() {
        return "csv";
    }

    @Override
    public Class<? extends SourceConnection> connectionType() {
        return CsvConnection.class;
    }

    @Override
    public DiscoverableSource open(Workflow workflow, Filters filters, ConnectionBudget budget) {
        CsvConnection connection = (CsvConnection) workflow.source().connection();
        SourceSettings settings =
                new SourceSettings(workflow.source(), "CustomDatabase", connection.folder(), "", true, filters);
        Path root = workflow.directory().resolve(connection.folder());
        return new DialectSource<>(new CsvDialect(root, workflow.source().serviceName()), settings, budget);
    }
}

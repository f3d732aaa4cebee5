package io.trawl.engine;

import io.trawl.api.Providers;
import io.trawl.api.ledger.ConnectionBudgets;
import io.trawl.api.sink.Sink;
import io.trawl.api.sink.SinkProvider;
import io.trawl.api.source.ConnectionBudget;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.source.SourceProvider;
import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.Filters;
import io.trawl.api.workflow.Workflow;

/**
 * The source and sink of a workflow, created but not connected yet.
 *
 * @param filters of the workflow
 * @param source closed with this
 * @param sink closed with this
 */
public record Connectors(Workflow workflow, Filters filters, DiscoverableSource source, Sink sink)
        implements AutoCloseable {

    /**
     * Makes the source and sink that the workflow names.
     *
     * @param budgets hold the connection budget of the source
     */
    public static Connectors open(Workflow workflow, ConnectionBudgets budgets, Providers providers) {
        Filters filters = Filters.of(workflow.source());
        String sourceType = workflow.source().type();
        String sinkType = workflow.sink().type();
        SourceProvider sources = providers
                .source(sourceType)
                .orElseThrow(() -> new ConfigException("source.type: '" + sourceType + "' is not built in"));
        SinkProvider sinks = providers
                .sink(sinkType)
                .orElseThrow(() -> new ConfigException("sink.type: '" + sinkType + "' is not built in"));
        ConnectionBudget budget = budgets.connectionBudget(
                workflow.source().connection().server(), workflow.execution().maxSourceConnections());
        return new Connectors(workflow, filters, sources.open(workflow, filters, budget), sinks.open(workflow));
    }

    @Override
    public void close() {
        try {
            sink.close();
        } finally {
            source.close();
        }
    }
}

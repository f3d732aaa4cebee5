package io.trawl.core.engine;

import io.trawl.core.config.ConfigException;
import io.trawl.core.config.Filters;
import io.trawl.core.config.Providers;
import io.trawl.core.config.Workflow;
import io.trawl.core.sink.Sink;
import io.trawl.core.source.DiscoverableSource;
import io.trawl.core.source.LocalConnectionBudget;

/**
 * A workflow's source and sink, made but not connected yet.
 *
 * @param workflow the workflow
 * @param filters its filters
 * @param source closed with this
 * @param sink closed with this
 */
public record Session(Workflow workflow, Filters filters, DiscoverableSource source, Sink sink)
        implements AutoCloseable {

    /** Makes the source and sink that the workflow names, with a connection budget of its own. */
    public static Session open(Workflow workflow) {
        Filters filters = Filters.of(workflow.source());
        var budget = new LocalConnectionBudget(workflow.execution().maxSourceConnections());
        Providers providers = Providers.load();
        String sourceType = workflow.source().type();
        String sinkType = workflow.sink().type();
        DiscoverableSource source = providers
                .source(sourceType)
                .orElseThrow(() -> new ConfigException("source.type: '" + sourceType + "' is not built in"))
                .open(workflow, filters, budget);
        Sink sink = providers
                .sink(sinkType)
                .orElseThrow(() -> new ConfigException("sink.type: '" + sinkType + "' is not built in"))
                .open(workflow);
        return new Session(workflow, filters, source, sink);
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

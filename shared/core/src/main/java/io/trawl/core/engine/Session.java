package io.trawl.core.engine;

import io.trawl.core.config.Filters;
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
        DiscoverableSource source = Providers.source(workflow.source().type()).open(workflow, filters, budget);
        return new Session(
                workflow,
                filters,
                source,
                Providers.sink(workflow.sink().type()).open(workflow));
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

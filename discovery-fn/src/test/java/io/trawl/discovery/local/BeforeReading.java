package io.trawl.discovery.local;

import io.trawl.api.Providers;
import io.trawl.api.source.ConnectionBudget;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.source.SourceProvider;
import io.trawl.api.workflow.Filters;
import io.trawl.api.workflow.SourceConnection;
import io.trawl.api.workflow.Workflow;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The real PostgreSQL source, but for something that happens after listing and before anything is read. */
record BeforeReading(SourceProvider real, Runnable action) implements SourceProvider {

    static Providers once(Runnable action) {
        Providers all = Providers.load();
        SourceProvider postgres = all.source("postgres").orElseThrow();
        return new Providers(
                List.of(new BeforeReading(postgres, action)), all.sinks(), all.ledgers(), all.orchestrators());
    }

    @Override
    public String type() {
        return real.type();
    }

    @Override
    public Class<? extends SourceConnection> connectionType() {
        return real.connectionType();
    }

    @Override
    public DiscoverableSource open(Workflow workflow, Filters filters, ConnectionBudget budget) {
        DiscoverableSource source = real.open(workflow, filters, budget);
        AtomicBoolean begun = new AtomicBoolean();
        return (DiscoverableSource) Proxy.newProxyInstance(
                BeforeReading.class.getClassLoader(),
                new Class<?>[] {DiscoverableSource.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("processEntities") && begun.compareAndSet(false, true)) {
                        action.run();
                    }
                    try {
                        return method.invoke(source, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}

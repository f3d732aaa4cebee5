package io.trawl.environment;

import io.trawl.api.model.Check;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.HierarchyFailure;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.Request;
import io.trawl.api.sink.Sink;
import java.util.List;

/** Accepts everything and keeps nothing. */
public class FakeSink implements Sink {

    private final String catalog;

    /** @param catalog its name, by which fingerprints are known */
    public FakeSink(String catalog) {
        this.catalog = catalog;
    }

    @Override
    public String catalog() {
        return catalog;
    }

    @Override
    public List<HierarchyFailure> writeHierarchy(Hierarchy hierarchy) {
        return List.of();
    }

    @Override
    public List<Outcome> write(List<Request> requests) {
        return requests.stream().map(this::write).toList();
    }

    /** What becomes of an entity. */
    protected Outcome write(Request request) {
        return new Outcome.Ingested(request.descriptor());
    }

    @Override
    public List<Check> check() {
        return List.of(Check.passed("sink", catalog));
    }

    @Override
    public void close() {}
}

package io.trawl.api;

import io.trawl.api.ledger.LedgerProvider;
import io.trawl.api.orchestrator.OrchestratorProvider;
import io.trawl.api.sink.SinkProvider;
import io.trawl.api.source.SourceProvider;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Predicate;

/**
 * The sources, sinks, ledgers and orchestrators that this process can use.
 *
 * @param sources each with a type of its own
 * @param sinks each with a type of its own
 * @param ledgers each for URLs of its own
 * @param orchestrators each with a name of its own; without the local one, which is the engine's
 */
public record Providers(
        List<SourceProvider> sources,
        List<SinkProvider> sinks,
        List<LedgerProvider> ledgers,
        List<OrchestratorProvider> orchestrators) {

    public Providers {
        sources = List.copyOf(sources);
        sinks = List.copyOf(sinks);
        ledgers = List.copyOf(ledgers);
        orchestrators = List.copyOf(orchestrators);
    }

    /** Those on the class path, found with {@link ServiceLoader}. */
    public static Providers load() {
        return new Providers(
                load(SourceProvider.class),
                load(SinkProvider.class),
                load(LedgerProvider.class),
                load(OrchestratorProvider.class));
    }

    private static <T> List<T> load(Class<T> type) {
        return ServiceLoader.load(type).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /** The source of that {@code source.type}, whose case does not matter. */
    public Optional<SourceProvider> source(String type) {
        return first(sources, source -> source.type().equalsIgnoreCase(type));
    }

    /** The sink of that {@code sink.type}. */
    public Optional<SinkProvider> sink(String type) {
        return first(sinks, sink -> sink.type().equals(type));
    }

    /** The ledger for that {@code ledger.url}. */
    public Optional<LedgerProvider> ledger(String url) {
        return first(ledgers, ledger -> ledger.accepts(url));
    }

    /** The orchestrator of that name; empty for {@code local}. */
    public Optional<OrchestratorProvider> orchestrator(String name) {
        return first(orchestrators, orchestrator -> orchestrator.name().equals(name));
    }

    private static <T> Optional<T> first(List<T> providers, Predicate<T> wanted) {
        return providers.stream().filter(wanted).findFirst();
    }
}

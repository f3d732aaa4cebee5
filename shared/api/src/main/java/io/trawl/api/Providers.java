package io.trawl.api;

import io.trawl.api.ledger.LedgerProvider;
import io.trawl.api.sink.SinkProvider;
import io.trawl.api.source.SourceProvider;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * The sources, sinks and ledgers that this process can use.
 *
 * @param sources each with a type of its own
 * @param sinks each with a type of its own
 * @param ledgers each for URLs of its own
 */
public record Providers(List<SourceProvider> sources, List<SinkProvider> sinks, List<LedgerProvider> ledgers) {

    public Providers {
        sources = List.copyOf(sources);
        sinks = List.copyOf(sinks);
        ledgers = List.copyOf(ledgers);
    }

    /** Those on the class path, found with {@link ServiceLoader}. */
    public static Providers load() {
        return new Providers(
                ServiceLoader.load(SourceProvider.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList(),
                ServiceLoader.load(SinkProvider.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList(),
                ServiceLoader.load(LedgerProvider.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList());
    }

    /** The source of that {@code source.type}, whose case does not matter. */
    public Optional<SourceProvider> source(String type) {
        return sources.stream()
                .filter(source -> source.type().equalsIgnoreCase(type))
                .findFirst();
    }

    /** The sink of that {@code sink.type}. */
    public Optional<SinkProvider> sink(String type) {
        return sinks.stream().filter(sink -> sink.type().equals(type)).findFirst();
    }

    /** The ledger for that {@code ledger.url}. */
    public Optional<LedgerProvider> ledger(String url) {
        return ledgers.stream().filter(ledger -> ledger.accepts(url)).findFirst();
    }
}

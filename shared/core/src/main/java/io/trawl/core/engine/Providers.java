package io.trawl.core.engine;

import io.trawl.core.config.ConfigException;
import io.trawl.core.sink.SinkProvider;
import io.trawl.core.source.SourceProvider;
import java.util.ServiceLoader;

/** The sources and sinks that are built in. */
final class Providers {

    private Providers() {}

    static SourceProvider source(String type) {
        return ServiceLoader.load(SourceProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new ConfigException("source.type: '" + type + "' is not built in"));
    }

    static SinkProvider sink(String type) {
        return ServiceLoader.load(SinkProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new ConfigException("sink.type: '" + type + "' is not built in"));
    }
}

package io.trawl.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.api.orchestrator.OrchestratorProvider;
import io.trawl.api.workflow.Orchestrator;
import io.trawl.api.workflow.OrchestratorConfig;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The orchestrators that a workflow may name, and the keys of {@code distributedExecution} that belong to one of them. They
 * stand beside the keys that all orchestrators have, and each provider has a record for its own.
 */
final class OrchestratorKeys {

    private static final String PATH = "/workflowConfig/distributedExecution";

    private final List<OrchestratorProvider> providers;
    private final Binder binder;
    private final ObjectNode values = JsonNodeFactory.instance.objectNode();

    OrchestratorKeys(List<OrchestratorProvider> providers, Binder binder) {
        this.providers = providers;
        this.binder = binder;
    }

    /** The names of all keys that belong to a provider. */
    static Set<String> names(List<OrchestratorProvider> providers) {
        return providers.stream().flatMap(OrchestratorKeys::keys).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Takes the providers' keys out of the tree, since no component of {@link RawExecution} is bound to them. */
    void takeFrom(ObjectNode root) {
        if (root.at(PATH) instanceof ObjectNode execution) {
            for (String key : names(providers)) {
                JsonNode value = execution.remove(key);
                if (value != null && !value.isNull()) {
                    values.set(key, value);
                }
            }
        }
    }

    /**
     * The provider of the orchestrator that a workflow names.
     *
     * @param name null if it names none
     * @return empty for the local one
     */
    Optional<OrchestratorProvider> provider(ConfigPath place, @Nullable JsonNode name) {
        List<String> names = Stream.concat(
                        Stream.of(Orchestrator.LOCAL.name()), providers.stream().map(OrchestratorProvider::name))
                .toList();
        String chosen = Mismatch.oneOf(names, name, place);
        return providers.stream().filter(each -> each.name().equals(chosen)).findFirst();
    }

    /**
     * Binds the keys of the provider and refuses those of the others.
     *
     * @param provider empty for the local orchestrator, which has no keys
     * @return of the provider's class; null if there is no provider
     */
    @Nullable
    OrchestratorConfig bind(Optional<OrchestratorProvider> provider, ConfigPath place) {
        Set<String> own =
                provider.map(OrchestratorKeys::keys).orElse(Stream.of()).collect(Collectors.toSet());
        values.fieldNames().forEachRemaining(key -> {
            if (!own.contains(key)) {
                throw place.key(key).wrong("is for orchestrator: " + owners(key));
            }
        });
        return provider.isEmpty() ? null : binder.bind(values, provider.get().configType(), place);
    }

    /** The names of the providers. */
    String joined(String separator) {
        return providers.stream().map(OrchestratorProvider::name).collect(Collectors.joining(separator));
    }

    private String owners(String key) {
        return providers.stream()
                .filter(provider -> keys(provider).anyMatch(key::equals))
                .map(OrchestratorProvider::name)
                .collect(Collectors.joining(" or "));
    }

    private static Stream<String> keys(OrchestratorProvider provider) {
        return Arrays.stream(provider.configType().getRecordComponents()).map(RecordComponent::getName);
    }
}

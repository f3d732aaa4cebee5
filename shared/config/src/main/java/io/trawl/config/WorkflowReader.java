package io.trawl.config;

import static io.trawl.api.util.OneLine.quoted;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.api.Providers;
import io.trawl.api.model.Fqn;
import io.trawl.api.sink.SinkProvider;
import io.trawl.api.source.SourceProvider;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.api.workflow.Filters;
import io.trawl.api.workflow.SinkConfig;
import io.trawl.api.workflow.Workflow;
import io.trawl.api.workflow.WorkflowConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads a workflow file strictly: OpenMetadata's DatabaseMetadata workflow and {@code distributedExecution}, as
 * {@code docs/configuration.md} describes them.
 */
public final class WorkflowReader {

    private final Map<String, String> environment;
    private final Providers providers;
    private final Binder binder;

    /**
     * With the sources, sinks and orchestrators that are on the class path.
     *
     * @param environment where {@code ${VAR}} and {@code TRAWL_LEDGER_URL} come from
     */
    public WorkflowReader(Map<String, String> environment) {
        this(environment, Providers.load());
    }

    /** With sources, sinks and orchestrators given. */
    public WorkflowReader(Map<String, String> environment, Providers providers) {
        this.environment = Map.copyOf(environment);
        this.providers = providers;
        this.binder = new Binder(Map.of(
                RawExecution.class,
                OrchestratorKeys.names(providers.orchestrators()),
                DatabaseMetadata.class,
                RawPipeline.KEYS));
    }

    /** Which sources, sinks, ledgers and orchestrators there are. */
    Providers providers() {
        return providers;
    }

    /**
     * Reads and checks a workflow; opens no connection.
     *
     * @throws io.trawl.api.workflow.ConfigException if anything about the file is wrong; the message is one line, begins with the file and the
     *     path of the key, and never holds a secret
     */
    public Workflow read(Path path) {
        return read(path, path.toString());
    }

    /**
     * The same.
     *
     * @param nameInMessages what stands for the file in messages, in place of its path
     */
    Workflow read(Path path, String nameInMessages) {
        WorkflowFile file = new WorkflowFile(path, nameInMessages);
        ConfigPath top = file.place();
        Map<?, ?> content = file.content();
        String name = file.name();
        List<String> warnings = new ArrayList<>();
        ObjectNode root = new Tree(environment, warnings::add).of(content, top);
        Secrets.checkLineBreaks(root, top);
        KeyRules.refuse(root, top);
        OrchestratorKeys orchestrators = new OrchestratorKeys(providers.orchestrators(), binder);
        orchestrators.takeFrom(root);
        RawWorkflow raw = binder.bind(root, RawWorkflow.class, top);

        Workflow.Source source = source(top.key("source").required(raw.source()), top.key("source"));
        ConfigPath metadataPlace = top.key("source.sourceConfig.config");
        NumberLimits.whole(metadataPlace.key("threads"), source.metadata().threads(), 1, Integer.MAX_VALUE);
        if (root.at("/source/sourceConfig/config") instanceof ObjectNode metadata) {
            binder.bind(metadata, RawPipeline.class, metadataPlace);
        }
        ConfigPath sinkPlace = top.key("sink");
        SinkProvider sink = sinkProvider(sinkPlace.required(raw.sink()), sinkPlace);
        ObjectNode sinkKeys = raw.sink().config() == null
                ? JsonNodeFactory.instance.objectNode()
                : raw.sink().config();
        SinkConfig sinkConfig = binder.bind(sinkKeys, sink.configType(), sinkPlace.key("config"));
        KeyRules.warn(root, top, warnings::add);
        source.connection()
                .warnings()
                .forEach(warning ->
                        warnings.add(top.key("source.serviceConnection.config").saysBelow(warning)));
        WorkflowConfig workflowConfig = raw.workflowConfig()
                .resolve(
                        top.key("workflowConfig"),
                        source.metadata().threads(),
                        sink.needsServer(),
                        LedgerEnvironment.of(environment),
                        file.directory(),
                        orchestrators,
                        warnings::add);
        var orchestrator = workflowConfig.distributedExecution().orchestrator();
        if (!orchestrator.isLocal() && !sink.needsServer()) {
            throw sinkPlace
                    .key("type")
                    .wrong(quoted(sink.type())
                            + " is written by one process, and with orchestrator: " + orchestrator.name()
                            + " many write");
        }
        warnOfContradictions(raw, source, sink, top, warnings::add);
        warnOfIncremental(source, workflowConfig, top, warnings::add);
        return new Workflow(
                name,
                Digest.of(root),
                file.directory(),
                source,
                new Workflow.SinkSpec(sink.type(), sinkConfig),
                workflowConfig,
                raw.ingestionPipelineFQN(),
                warnings);
    }

    private Workflow.Source source(RawWorkflow.Source raw, ConfigPath place) {
        String type = place.key("type").required(raw.type());
        SourceProvider provider =
                providers.source(type).orElseThrow(() -> place.key("type").wrong(noSource(type)));
        String serviceName = serviceName(raw.serviceName(), place.key("serviceName"));
        ConfigPath connection = place.key("serviceConnection");
        if (raw.serviceConnection() == null) {
            throw connection.wrong("is required: Trawl takes the connection from the file, not from the server");
        }
        Workflow.Source source = new Workflow.Source(
                provider.type(),
                serviceName,
                binder.bind(
                        connection
                                .key("config")
                                .required(raw.serviceConnection().config()),
                        provider.connectionType(),
                        connection.key("config")),
                raw.sourceConfig().config());
        try {
            Filters.of(source);
        } catch (IllegalArgumentException e) {
            throw place.wrongBelow(e.getMessage());
        }
        return source;
    }

    private String noSource(String type) {
        String present = listed(providers.sources().stream().map(SourceProvider::type));
        return SourcesOfBuild.option(type.toLowerCase(Locale.ROOT))
                .filter(option -> !present.isEmpty())
                .map(option ->
                        quoted(type) + " is not in this image, which has: " + present + "; build it with " + option)
                .orElseGet(() -> notHere(type, "source", present));
    }

    private SinkProvider sinkProvider(RawWorkflow.Sink raw, ConfigPath place) {
        String type = place.key("type").required(raw.type());
        // OpenMetadata's tool makes the name of a module of it, so both spellings are one.
        return providers.sink(type.replace('_', '-')).orElseThrow(() -> place.key("type")
                .wrong(notHere(type, "sink", listed(providers.sinks().stream().map(SinkProvider::type)))));
    }

    private static String listed(Stream<String> types) {
        return types.sorted().collect(Collectors.joining(", "));
    }

    private static String notHere(String type, String what, String known) {
        return known.isEmpty()
                ? "no " + what + " is built in"
                : quoted(type) + " is not a " + what + " here; there are: " + known;
    }

    /** OpenMetadata's rules for an entity's name (type/basic.json, entityName). */
    private static String serviceName(String name, ConfigPath place) {
        place.required(name);
        if (name.length() > Fqn.MAX_NAME_LENGTH) {
            throw place.wrong("has " + name.length() + " characters; at most " + Fqn.MAX_NAME_LENGTH + " are allowed");
        }
        if (name.contains("::") || name.lines().count() > 1) {
            throw place.wrong(quoted(name) + " must hold neither :: nor a line break");
        }
        return name;
    }

    private void warnOfContradictions(
            RawWorkflow raw, Workflow.Source source, SinkProvider sink, ConfigPath top, Consumer<String> warnings) {
        RawExecution execution = raw.workflowConfig().distributedExecution();
        if (source.metadata().threads() > 1 && execution.enabled()) {
            warnings.accept(top.key("source.sourceConfig.config.threads")
                    .saysNoEffect("distributedExecution.parallelism decides"));
        }
        boolean extensions = providers
                .source(source.type())
                .map(SourceProvider::hasExtensions)
                .orElse(false);
        if (execution.includeExtensionMembers() && !extensions) {
            warnings.accept(top.key("workflowConfig.distributedExecution.includeExtensionMembers")
                    .saysNoEffect("the source has no extensions"));
        }
        if (raw.ingestionPipelineFQN() != null && !sink.needsServer()) {
            warnings.accept(top.key("ingestionPipelineFQN").saysNoEffect("the sink reports to no server"));
        }
    }

    private void warnOfIncremental(
            Workflow.Source source, WorkflowConfig config, ConfigPath top, Consumer<String> warnings) {
        if (!source.metadata().incremental().enabled()) {
            return;
        }
        ConfigPath key = top.key("source.sourceConfig.config.incremental.enabled");
        boolean said = providers
                .source(source.type())
                .map(SourceProvider::saysWhatWasAltered)
                .orElse(false);
        if (!said) {
            warnings.accept(key.saysNoEffect("source " + source.type()
                    + " does not say what was altered; with a ledger only changes are written"));
        } else if (config.distributedExecution().ledger() == null) {
            warnings.accept(key.saysNoEffect("it needs a ledger (workflowConfig.distributedExecution.ledger)"));
        }
    }
}

package io.trawl.core.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.core.model.Fqn;
import io.trawl.core.sink.SinkProvider;
import io.trawl.core.source.SourceProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads a workflow file strictly: OpenMetadata's DatabaseMetadata workflow and {@code distributedExecution}, as
 * {@code docs/configuration.md} describes them.
 */
public final class WorkflowReader {

    private final Map<String, String> environment;
    private final Tree tree;
    private final Providers providers;
    private final Binder binder = new Binder();

    /**
     * With the sources and sinks that are on the class path.
     *
     * @param environment where {@code ${VAR}} and {@code TRAWL_LEDGER_URL} come from
     */
    public WorkflowReader(Map<String, String> environment) {
        this(environment, Providers.load());
    }

    /** With sources and sinks given. */
    public WorkflowReader(Map<String, String> environment, Providers providers) {
        this.environment = Map.copyOf(environment);
        this.tree = new Tree(this.environment);
        this.providers = providers;
    }

    /** Like {@link #read(Path, Consumer)}, for a caller that shows no warnings, since another has. */
    public Workflow read(Path file) {
        return read(file, warning -> {});
    }

    /**
     * Reads and checks a workflow; opens no connection.
     *
     * @param warnings receives a line for each key that is accepted although it does nothing here
     * @throws ConfigException if anything about the file is wrong; the message is one line, begins with the file and the
     *     path of the key, and never holds a secret
     */
    public Workflow read(Path path, Consumer<String> warnings) {
        WorkflowFile file = new WorkflowFile(path);
        Place top = file.place();
        Map<?, ?> content = file.content();
        String name = file.name();
        ObjectNode root = tree.of(content, top);
        Refusals.check(root, top);
        RawWorkflow raw = binder.bind(root, RawWorkflow.class, top);

        Workflow.Source source = source(top.key("source").required(raw.source()), top.key("source"));
        Place sinkPlace = top.key("sink");
        SinkProvider sink = sinkProvider(sinkPlace.required(raw.sink()), sinkPlace);
        RawWorkflowConfig config = raw.workflowConfig() == null ? RawWorkflowConfig.ABSENT : raw.workflowConfig();
        Workflow workflow = new Workflow(
                name,
                Digest.of(root),
                file.directory(),
                source,
                new Workflow.SinkSpec(
                        sink.type(), bindConfig(raw.sink().config(), sink.configType(), sinkPlace.key("config"))),
                config.resolve(
                        top.key("workflowConfig"),
                        source.metadata().threads(),
                        sink.needsServer(),
                        LedgerEnvironment.of(environment)),
                raw.ingestionPipelineFQN());
        Orchestrator orchestrator = workflow.execution().orchestrator();
        if (orchestrator != Orchestrator.LOCAL && !sink.needsServer()) {
            throw sinkPlace
                    .key("type")
                    .wrong("'" + sink.type()
                            + "' is written by one process, and with orchestrator: " + orchestrator.word()
                            + " many write");
        }
        NoEffect.tell(root, top, warnings);
        tellOfContradictions(workflow, config, sink, top, warnings);
        return workflow;
    }

    private Workflow.Source source(RawWorkflow.Source raw, Place place) {
        String type = place.key("type").required(raw.type());
        List<String> known =
                providers.sources().stream().map(SourceProvider::type).sorted().toList();
        SourceProvider provider =
                providers.source(type).orElseThrow(() -> place.key("type").wrong(notHere(type, "source", known)));
        String serviceName = serviceName(raw.serviceName(), place.key("serviceName"));
        Place connection = place.key("serviceConnection");
        if (raw.serviceConnection() == null) {
            throw connection.wrong("is required: Trawl takes the connection from the file, not from the server");
        }
        DatabaseMetadata metadata = raw.sourceConfig() == null
                        || raw.sourceConfig().config() == null
                ? DatabaseMetadata.defaults()
                : raw.sourceConfig().config().resolve(place.key("sourceConfig").key("config"));
        Workflow.Source source = new Workflow.Source(
                type,
                serviceName,
                binder.bind(
                        connection
                                .key("config")
                                .required(raw.serviceConnection().config()),
                        provider.connectionType(),
                        connection.key("config")),
                metadata);
        try {
            Filters.of(source);
        } catch (IllegalArgumentException e) {
            throw place.wrongBelow(e.getMessage());
        }
        return source;
    }

    private SinkProvider sinkProvider(RawWorkflow.Sink raw, Place place) {
        String type = place.key("type").required(raw.type());
        List<String> known =
                providers.sinks().stream().map(SinkProvider::type).sorted().toList();
        return providers.sink(type).orElseThrow(() -> place.key("type").wrong(notHere(type, "sink", known)));
    }

    private Object bindConfig(ObjectNode config, Class<?> type, Place place) {
        return binder.bind(config == null ? JsonNodeFactory.instance.objectNode() : config, type, place);
    }

    private static String notHere(String type, String what, List<String> known) {
        return known.isEmpty()
                ? "no " + what + " is built in"
                : "'" + type + "' is not a " + what + " here; there are: " + String.join(", ", known);
    }

    /** OpenMetadata's rules for an entity's name (type/basic.json, entityName). */
    private static String serviceName(String name, Place place) {
        place.required(name);
        if (name.length() > Fqn.MAX_NAME_LENGTH) {
            throw place.wrong("has " + name.length() + " characters; at most " + Fqn.MAX_NAME_LENGTH + " are allowed");
        }
        if (name.contains("::") || name.lines().count() > 1) {
            throw place.wrong("'" + name + "' must hold neither :: nor a line break");
        }
        return name;
    }

    private void tellOfContradictions(
            Workflow workflow, RawWorkflowConfig config, SinkProvider sink, Place top, Consumer<String> warnings) {
        RawExecution execution = config.distributedExecution();
        if (workflow.source().metadata().threads() > 1
                && execution != null
                && Boolean.TRUE.equals(execution.enabled())) {
            warnings.accept(top.key("source.sourceConfig.config.threads")
                    .says(NoEffect.sentence("distributedExecution.parallelism decides")));
        }
        boolean extensions = providers
                .source(workflow.source().type())
                .map(SourceProvider::hasExtensions)
                .orElse(false);
        if (workflow.execution().includeExtensionMembers() && !extensions) {
            warnings.accept(top.key("workflowConfig.distributedExecution.includeExtensionMembers")
                    .says(NoEffect.sentence("the source has no extensions")));
        }
        if (workflow.ingestionPipelineFQN() != null && !sink.needsServer()) {
            warnings.accept(top.key("ingestionPipelineFQN").says(NoEffect.sentence("the sink reports to no server")));
        }
    }
}

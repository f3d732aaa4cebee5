package io.trawl.config;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.trawl.api.Providers;
import io.trawl.api.orchestrator.OrchestratorProvider;
import io.trawl.api.orchestrator.RemoteRunner;
import io.trawl.api.orchestrator.RunnerRequest;
import io.trawl.api.sink.Sink;
import io.trawl.api.sink.SinkProvider;
import io.trawl.api.source.ConnectionBudget;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.source.SourceProvider;
import io.trawl.api.workflow.FilterPattern;
import io.trawl.api.workflow.Filters;
import io.trawl.api.workflow.OrchestratorConfig;
import io.trawl.api.workflow.RetryPolicy;
import io.trawl.api.workflow.Secret;
import io.trawl.api.workflow.SinkConfig;
import io.trawl.api.workflow.SourceConnection;
import io.trawl.api.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A source, two sinks and two orchestrators that can be configured and not used: the real ones are in modules above this one.
 * {@code OrchestratorKeysTest} in discovery-fn shows that the orchestrators' keys are those of the real ones.
 */
public final class FakeProviders {

    static final Providers ALL = new Providers(
            List.of(
                    new Source("postgres", Connection.class),
                    new Source("redshift", Connection.class),
                    new Source("snowflake", AccountConnection.class)),
            List.of(
                    new FakeSink("metadata-rest", RestConfig.class, true),
                    new FakeSink("file", FileConfig.class, false)),
            List.of(),
            List.of(
                    new FakeOrchestrator("knative", "functions behind a broker", NoKeys.class, OptionalInt.of(1)),
                    new FakeOrchestrator("argo", "pods of an Argo Workflow", PodKeys.class, OptionalInt.empty())));

    private FakeProviders() {}

    enum SslMode {
        @JsonProperty("disable")
        DISABLE,
        @JsonProperty("prefer")
        PREFER,
        @JsonProperty("verify-ca")
        VERIFY_CA
    }

    record AuthType(Secret password) {
        AuthType {
            if (password != null && password.reveal().isEmpty()) {
                throw new IllegalArgumentException("password: is empty");
            }
        }
    }

    record Connection(
            String type,
            @JsonProperty(required = true) String username,
            AuthType authType,
            String hostPort,
            String database,
            boolean ingestAllDatabases,
            SslMode sslMode,
            Map<String, String> connectionOptions,
            FilterPattern databaseFilterPattern,
            FilterPattern schemaFilterPattern,
            FilterPattern tableFilterPattern)
            implements SourceConnection {

        Connection {
            if (hostPort == null || !hostPort.contains(":")) {
                throw new IllegalArgumentException("hostPort: '" + hostPort + "' is not host:port");
            }
            if ("leak".equals(database)) {
                throw new IllegalArgumentException(
                        "database: careless words about " + authType.password().reveal() + "\nand a second line");
            }
        }

        @Override
        public String server() {
            return hostPort;
        }
    }

    record FileConfig(String filename) implements SinkConfig {
        FileConfig {
            if (filename == null || filename.isBlank()) {
                throw new IllegalArgumentException("filename: is required");
            }
        }
    }

    @JsonIgnoreProperties({"bulk_sink_batch_size", "max_response_bytes", "request_timeout_seconds"})
    record RestConfig() implements SinkConfig {}

    record NoKeys() implements OrchestratorConfig {}

    record PodKeys(
            @JsonPropertyDescription("With argo: the namespace of the pods; default: the one kubectl would use")
            String namespace,

            @JsonPropertyDescription("With argo: the pods' service account; default: the WorkflowTemplate's")
            String serviceAccount,

            @JsonPropertyDescription("With argo: the image of a worker; default: the WorkflowTemplate's")
            String image,

            @JsonPropertyDescription(
                    "With argo: what a worker asks for, quantities by resource; default: cpu 250m, memory 256Mi")
            Map<String, String> resourceRequests,

            @JsonPropertyDescription("With argo: what a worker may use, quantities by resource; default: no limit")
            Map<String, String> resourceLimits)
            implements OrchestratorConfig {}

    private record FakeOrchestrator(
            String name,
            String description,
            Class<? extends OrchestratorConfig> configType,
            OptionalInt defaultEntitiesPerBatch)
            implements OrchestratorProvider {
        @Override
        public RetryPolicy defaultRetryPolicy() {
            return RetryPolicy.pods();
        }

        @Override
        public RemoteRunner runner(RunnerRequest request) {
            throw new UnsupportedOperationException("cannot run anything");
        }
    }

    record AccountConnection(
            String type,
            String account,
            String username,
            Secret privateKey,
            Secret snowflakePrivatekeyPassphrase,
            String role,
            String warehouse,
            boolean includeStreams,
            boolean includeStages,
            boolean includeSemanticViews)
            implements SourceConnection {
        @Override
        public String server() {
            return "snowflake://" + account;
        }
    }

    private record Source(String type, Class<? extends SourceConnection> connectionType) implements SourceProvider {
        @Override
        public boolean hasExtensions() {
            return type.equals("postgres");
        }

        @Override
        public boolean saysWhatWasAltered() {
            return type.equals("redshift");
        }

        @Override
        public DiscoverableSource open(Workflow workflow, Filters filters, ConnectionBudget budget) {
            throw new UnsupportedOperationException("cannot be opened");
        }
    }

    private record FakeSink(String type, Class<? extends SinkConfig> configType, boolean needsServer)
            implements SinkProvider {
        @Override
        public Sink open(Workflow workflow) {
            throw new UnsupportedOperationException("cannot be opened");
        }
    }
}

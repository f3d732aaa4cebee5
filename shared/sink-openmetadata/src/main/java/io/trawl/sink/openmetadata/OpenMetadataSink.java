package io.trawl.sink.openmetadata;

import io.trawl.api.model.Check;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.HierarchyFailure;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.Owner;
import io.trawl.api.model.Request;
import io.trawl.api.model.TrawlException;
import io.trawl.api.sink.PipelineStatus;
import io.trawl.api.sink.Sink;
import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.ServerConfig;
import io.trawl.api.workflow.ServerConfig.VerifySsl;
import io.trawl.api.workflow.Workflow;
import io.trawl.http.PemText;
import io.trawl.http.Trust;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Writes to OpenMetadata's REST API and reads what its catalog holds. */
final class OpenMetadataSink implements Sink {

    private static final String CA = "workflowConfig.openMetadataServerConfig.sslConfig.caCertificate";
    private static final System.Logger LOG = System.getLogger(OpenMetadataSink.class.getName());

    private final Workflow workflow;
    private final RandomGenerator random;
    private final Client.Sleeper sleeper;
    private final SSLContext tls;
    private SinkContext session;

    /**
     * @throws ConfigException if the server's certificate cannot be read
     */
    OpenMetadataSink(Workflow workflow, RandomGenerator random, Client.Sleeper sleeper) {
        this.workflow = workflow;
        this.random = random;
        this.sleeper = sleeper;
        this.tls = trust(workflow.workflowConfig().openMetadataServerConfig(), workflow.directory());
    }

    /** Whose certificates are trusted; null for the JDK's own authorities. */
    private static @Nullable SSLContext trust(ServerConfig server, Path directory) {
        if (server.verifySsl() == VerifySsl.IGNORE) {
            return Trust.anything();
        }
        String ca = server.caCertificate();
        return ca == null || ca.isBlank() ? null : Trust.authorities(new PemText(CA, ca, directory).certificates());
    }

    @Override
    public String catalog() {
        return workflow.workflowConfig().openMetadataServerConfig().hostPort().toString();
    }

    @Override
    public List<HierarchyFailure> writeHierarchy(Hierarchy hierarchy) {
        return run(session -> session.hierarchy().write(hierarchy));
    }

    @Override
    public List<Outcome> write(List<Request> requests) {
        List<Outcome> outcomes = new ArrayList<>(requests.size());
        Map<EntityType, Map<String, List<Request>>> byName = new LinkedHashMap<>();
        for (Request request : requests) {
            EntityDescriptor descriptor = request.descriptor();
            try {
                Names.check(descriptor.id());
                byName.computeIfAbsent(descriptor.type(), type -> new LinkedHashMap<>())
                        .computeIfAbsent(descriptor.id(), id -> new ArrayList<>())
                        .add(request);
            } catch (ApiException e) {
                outcomes.add(failed(descriptor, e));
            }
        }
        byName.forEach((type, ofType) -> {
            List<Item> items = new ArrayList<>(ofType.size());
            ofType.forEach((id, same) ->
                    items.add(new Item(id, same.get(same.size() - 1).json())));
            for (Item.Result result : session().items().write(Endpoint.of(type), items)) {
                for (Request request : ofType.get(result.item().fqn())) {
                    outcomes.add(
                            result.written()
                                    ? new Outcome.Ingested(request.descriptor())
                                    : failed(request.descriptor(), result.failure()));
                }
            }
        });
        return outcomes;
    }

    private static Outcome failed(EntityDescriptor descriptor, ApiException e) {
        return new Outcome.Failed(descriptor, e.kind, "metadata-rest: " + e.getMessage());
    }

    @Override
    public boolean defersForeignKeys() {
        return true;
    }

    @Override
    public Set<String> existingTables(Collection<String> fqns) {
        return run(session -> session.reader().existingTables(fqns));
    }

    @Override
    public Optional<Owner> resolveOwner(String name) {
        return run(session -> session.reader().owner(name));
    }

    @Override
    public void forEachKnown(EntityType type, String parentFqn, Consumer<String> known) {
        run(session -> {
            session.reader().forEachKnown(type, parentFqn, known);
            return null;
        });
    }

    @Override
    public void forEachFingerprint(EntityType type, String schemaFqn, BiConsumer<String, String> held) {
        run(session -> {
            session.reader().forEachFingerprint(type, schemaFqn, held);
            return null;
        });
    }

    @Override
    public boolean markDeleted(EntityType type, String fqn) {
        return run(session -> session.reader().markDeleted(type, fqn));
    }

    /** A run that succeeded does not fail because its status could not be reported. */
    @Override
    public void reportStatus(PipelineStatus status) {
        String pipeline = workflow.ingestionPipelineFQN();
        if (pipeline == null) {
            return;
        }
        try {
            session().client().send(StatusReport.call(pipeline, status));
        } catch (ApiException e) {
            LOG.log(Level.WARNING, "the run''s status could not be reported: {0}", e.getMessage());
        }
    }

    @Override
    public List<Check> check() {
        try {
            return ServerCheck.run(session().client(), session().items(), catalog());
        } catch (TrawlException e) {
            return List.of(Check.failed("sink server", e.kind(), e.getMessage()));
        }
    }

    @Override
    public synchronized void close() {
        if (session != null) {
            session.close();
        }
    }

    /** Made when it is first needed, since it has threads of its own. */
    private synchronized SinkContext session() {
        if (session == null) {
            session = SinkContext.open(workflow, tls, random, sleeper);
        }
        return session;
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(SinkContext session) throws ApiException;
    }

    private <T> T run(Work<T> work) {
        try {
            return work.on(session());
        } catch (ApiException e) {
            throw new TrawlException(e.kind, "sink metadata-rest at " + catalog() + ": " + e.getMessage(), e);
        }
    }
}

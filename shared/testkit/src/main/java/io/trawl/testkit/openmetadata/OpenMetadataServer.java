package io.trawl.testkit.openmetadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.trawl.testkit.SelfSigned;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * An OpenMetadata server for tests: in this process, on a free port of the loopback address, as strict as the real one
 * by facts/openmetadata.md and, where they are on the machine, by the published schemas. It fails on demand and shows
 * what it holds. Safe for use by several threads.
 *
 * <pre>{@code
 * try (var server = OpenMetadataServer.builder().latency(Duration.ofMillis(50)).start()) {
 *     // hostPort: server.hostPort(), jwtToken: server.botToken()
 * }
 * }</pre>
 */
public final class OpenMetadataServer implements AutoCloseable {

    static {
        // Else an answer waits for the client's delayed acknowledgement, 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "openmetadata-server");
        thread.setDaemon(true);
        return thread;
    });
    private final Api api;
    private final Traffic traffic;
    private final SelfSigned tls;
    private final String botToken;
    private final String userToken;

    OpenMetadataServer(OpenMetadataServerBuilder builder) {
        this.botToken = builder.botToken;
        this.userToken = builder.userToken;
        OpenMetadataSchemas schemas =
                builder.schemas ? OpenMetadataSchemas.find().orElse(null) : null;
        this.api = new Api(schemas, builder.version, builder.bulkAbsent, builder.sameHashSkipped);
        this.traffic = new Traffic(builder, api);
        try {
            tls = !builder.tls ? null : builder.expired ? SelfSigned.expired("localhost") : new SelfSigned("localhost");
            InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            if (tls == null) {
                http = HttpServer.create(free, 1_000);
            } else {
                HttpsServer https = HttpsServer.create(free, 1_000);
                https.setHttpsConfigurator(new HttpsConfigurator(tls.serverContext()));
                http = https;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        http.createContext("/", traffic);
        http.setExecutor(threads);
        http.start();
    }

    /** Starts to describe a server. */
    public static OpenMetadataServerBuilder builder() {
        return new OpenMetadataServerBuilder();
    }

    /** The value for {@code workflowConfig.openMetadataServerConfig.hostPort}; ends in {@code /api}. */
    public URI hostPort() {
        return URI.create((tls == null ? "http" : "https") + "://localhost:"
                + http.getAddress().getPort() + "/api");
    }

    /** The ingestion bot's token. */
    public String botToken() {
        return botToken;
    }

    /** The token of a user who may read but not write. */
    public String userToken() {
        return userToken;
    }

    /** The server's own certificate, which signs itself; only with TLS. */
    public String certificatePem() {
        try {
            return tls.pem();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Everything of a type, deleted ones too, in the order of names. */
    public Collection<StoredEntity> all(String type) {
        return api.catalog.all(Kind.of(type));
    }

    /** How many of a type are not deleted. */
    public long count(String type) {
        return all(type).stream().filter(entity -> !entity.deleted()).count();
    }

    /** One entity, deleted or not. */
    public Optional<StoredEntity> find(String type, String fqn) {
        return Optional.ofNullable(api.catalog.find(Kind.of(type), fqn));
    }

    /** Puts a create request in, as a person would: the bot rule does not apply. */
    public StoredEntity put(String type, ObjectNode request) {
        try {
            return api.catalog
                    .put(Kind.of(type), request.deepCopy(), false, false)
                    .entity();
        } catch (Refusal e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Changes an entity as a person does in the user interface. */
    public void edit(String type, String fqn, Consumer<ObjectNode> change) {
        ObjectNode document = find(type, fqn).orElseThrow().document();
        change.accept(document);
        put(type, document);
    }

    /** Soft-deletes an entity and all below it. */
    public void delete(String type, String fqn) {
        try {
            api.catalog.delete(find(type, fqn).orElseThrow(), true);
        } catch (Refusal e) {
            throw new IllegalStateException(e);
        }
    }

    /** Adds a user; the id is the answer. */
    public UUID addUser(String name) {
        return api.people.users.computeIfAbsent(name, key -> UUID.randomUUID());
    }

    /** Adds a team; the id is the answer. */
    public UUID addTeam(String name) {
        return api.people.teams.computeIfAbsent(name, key -> UUID.randomUUID());
    }

    /** Adds an ingestion pipeline, so that statuses can be reported for it. */
    public void addPipeline(String fqn) {
        api.pipelines.putIfAbsent(fqn, new CopyOnWriteArrayList<>());
    }

    /** What was reported for a pipeline, in order. */
    public List<JsonNode> pipelineStatuses(String fqn) {
        return List.copyOf(api.pipelines.get(fqn));
    }

    /** From now on, the next requests that match go wrong; faults planned first come first. */
    public void plan(Predicate<ReceivedRequest> when, int times, Answer answer) {
        traffic.faults.plan(when, times, answer);
    }

    /**
     * From now on, what a bot writes of this type is refused where the fully qualified name matches: with this status if it
     * is sent alone; in bulk an item's status is 400, as always.
     */
    public void refuse(String type, Predicate<String> fqn, int status) {
        api.catalog.deny(Kind.of(type), fqn, status);
    }

    /**
     * From now on, pages of what lies below a parent are untrue in these ways, one on top of the other.
     *
     * @param seed decides the details
     */
    public void lie(long seed, Lie... lies) {
        api.lies.tell(seed, List.of(lies));
    }

    /** No more faults, neither planned ones nor shares, no lies, and nothing is refused on demand. */
    public void heal() {
        api.lies.tell(0, List.of());
        traffic.faults.clear();
        api.catalog.allowAll();
    }

    /** How many requests arrived. */
    public long requestCount() {
        return traffic.count.sum();
    }

    /** The requests that arrived, oldest first; no more than the first 20,000. */
    public List<ReceivedRequest> requests() {
        return List.copyOf(traffic.received);
    }

    /** How many of the {@link #requests} had this method and this path below {@code /api/v1}. */
    public long requestCount(String method, String path) {
        return traffic.received.stream()
                .filter(request ->
                        request.method().equals(method) && request.path().equals(path))
                .count();
    }

    /** The most requests that were under way at once. */
    public int highestConcurrency() {
        return traffic.highest.get();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}

package io.trawl.source.kit;

import io.trawl.api.model.Check;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Hierarchy.Schema;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.ReadResult;
import io.trawl.api.source.ConnectionBudget;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.api.workflow.FilterPattern;
import io.trawl.api.workflow.Filters;
import io.trawl.api.workflow.SourceConnection;
import io.trawl.api.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Three databases of three schemas with some tables each. Sessions are the names of the databases they were opened for;
 * failures are unchecked exceptions, as a REST client's are.
 */
public final class FakeDialect implements Dialect<String> {

    static final int TABLES = 10;

    /** Happens during a request. */
    @FunctionalInterface
    interface Server<T> {

        /** Holds the request up, or throws what it fails with. */
        void request(T request) throws Exception;
    }

    /** A client's failure. */
    static final class ClientException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final FailureKind kind;

        ClientException(FailureKind kind, String message) {
            super(message);
            this.kind = kind;
        }
    }

    private record Connection(
            String server,
            FilterPattern databaseFilterPattern,
            FilterPattern schemaFilterPattern,
            FilterPattern tableFilterPattern)
            implements SourceConnection {}

    private final Traits traits;
    /** Databases that sessions were opened for. */
    final Queue<String> opened = new ConcurrentLinkedQueue<>();

    final Queue<ListRequest> requests = new ConcurrentLinkedQueue<>();
    final Queue<List<EntityDescriptor>> batches = new ConcurrentLinkedQueue<>();
    /** Schemas of every database. */
    List<Schema> schemas = List.of(new Schema("one", null), new Schema("two", null));
    /** Schemas of every database that cannot be read. */
    Map<String, Exception> unreadable =
            Map.of("three", new ClientException(FailureKind.INVALID, "its name is no text"));

    /** In each schema. */
    int tables = TABLES;
    /** Asked for a page, before it answers. */
    Server<ListRequest> page = request -> {};
    /** Asked for the schemas of a database, before it answers. */
    Server<String> schemasOf = database -> {};
    /** The schema whose second page says that the second page is the next one; null for none. */
    String endlessSchema;
    /** The schema that cannot be listed; null for none. */
    String brokenSchema;
    /** To be thrown when the next sessions are opened. */
    final Queue<ClientException> refusals = new ConcurrentLinkedQueue<>();

    FakeDialect(Traits traits) {
        this.traits = traits;
    }

    @Override
    public Traits traits() {
        return traits;
    }

    @Override
    public String open(String database) {
        ClientException refusal = refusals.poll();
        if (refusal != null) {
            throw refusal;
        }
        opened.add(database);
        return database;
    }

    @Override
    public FailureKind classify(Throwable failure) {
        return failure instanceof ClientException client ? client.kind : FailureKind.BUG;
    }

    @Override
    public boolean sessionLost(Throwable failure) {
        return false;
    }

    @Override
    public String describe(Throwable failure) {
        return failure.getMessage();
    }

    @Override
    public PartialResult<String, DatabaseInfo> databases(String session, boolean all) {
        return PartialResult.complete(List.of(
                new DatabaseInfo("a", null, true),
                new DatabaseInfo("b", null, true),
                new DatabaseInfo("c", null, true)));
    }

    @Override
    public PartialResult<String, Schema> schemas(String session, String database) throws Exception {
        schemasOf.request(database);
        return new PartialResult<>(schemas, unreadable);
    }

    @Override
    public Page list(String session, ListRequest request) throws Exception {
        requests.add(request);
        page.request(request);
        if (brokenSchema != null && request.schemas().contains(brokenSchema)) {
            throw new ClientException(FailureKind.PERMISSION, "access denied");
        }
        List<EntityDescriptor> all = request.schemas().stream()
                .flatMap(schema -> IntStream.range(0, tables).mapToObj(number -> table(schema, number)))
                .toList();
        int first = request.after() == null ? 0 : Integer.parseInt(request.after());
        int end = Math.min(first + request.limit(), all.size());
        if (endlessSchema != null && request.schemas().contains(endlessSchema)) {
            return new Page(all.subList(first, end), "4");
        }
        return new Page(all.subList(first, end), end == all.size() ? null : String.valueOf(end));
    }

    static EntityDescriptor table(String schema, int number) {
        Map<String, String> found = Map.of(EntityDescriptor.DATABASE, "a", EntityDescriptor.SCHEMA, schema);
        return new EntityDescriptor("svc.a." + schema + ".t" + number, EntityType.TABLE, found, 1);
    }

    @Override
    public List<ReadResult> read(String session, EntityType type, List<EntityDescriptor> batch) {
        batches.add(batch);
        if (batch.stream().anyMatch(each -> each.id().endsWith(".t7"))) {
            throw new ClientException(FailureKind.INVALID, "one of these cannot be read");
        }
        return batch.stream().<ReadResult>map(Outcome.Gone::new).toList();
    }

    @Override
    public List<Check> check(String session) {
        return List.of();
    }

    @Override
    public String contents(String session, String database, List<String> schemas) {
        return "";
    }

    /**
     * A source of all databases.
     *
     * @param schemas filters them; null for all
     */
    DialectSource<String> source(ConnectionBudget budget, @Nullable FilterPattern schemas) {
        Workflow.Source source = new Workflow.Source(
                "fake", "svc", new Connection("h", null, schemas, null), DatabaseMetadata.defaults());
        return new DialectSource<>(
                this, new SourceSettings(source, "CustomDatabase", "h", "home", true, Filters.of(source)), budget);
    }
}

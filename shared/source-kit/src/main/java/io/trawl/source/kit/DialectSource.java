package io.trawl.source.kit;

import io.trawl.api.model.Check;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.Scope;
import io.trawl.api.source.ConnectionBudget;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.source.Listing;
import io.trawl.api.source.SourceUsage;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A source made of a {@link Dialect}: every session within the budget, every read in parts where the whole fails.
 *
 * @param <S> a session
 */
public final class DialectSource<S> implements DiscoverableSource {

    private final Dialect<S> dialect;
    private final Set<EntityType> types;
    private final SessionPool<S> pool;
    private final HierarchyReader<S> hierarchy;
    private final EntityLister<S> lister;
    private final EntityReader<S> reader;
    private final SourceChecks<S> checks;

    /** Opens no session yet. */
    public DialectSource(Dialect<S> dialect, SourceSettings settings, ConnectionBudget budget) {
        this.dialect = dialect;
        this.types = settings.included();
        this.types.retainAll(dialect.traits().entityTypes());
        this.pool = new SessionPool<>(
                dialect, budget, SessionPool.BACKOFF, SessionPool.PATIENCE, Clock.systemUTC(), new SplittableRandom());
        DatabaseAccess<S> server = new DatabaseAccess<>(
                pool,
                new Messages(settings.source().type(), settings.server(), dialect, dialect::describe),
                DatabaseAccess.RETRIES,
                dialect.traits().sessions() == Traits.Sessions.FOR_ALL ? settings.database() : null);
        this.hierarchy = new HierarchyReader<>(settings, server, dialect);
        this.lister = new EntityLister<>(server, dialect::list, dialect.traits());
        this.reader = new EntityReader<>(server, dialect);
        this.checks = new SourceChecks<>(settings.database(), server, hierarchy, dialect);
    }

    @Override
    public void setRun(String runId) {
        dialect.setRun(runId);
    }

    @Override
    public List<String> costs() {
        return dialect.costs();
    }

    @Override
    public Optional<SourceUsage> usage() {
        return dialect.usage();
    }

    @Override
    public boolean readsBySchema() {
        return dialect.traits().readsBy() == Traits.Unit.SCHEMA;
    }

    @Override
    public Set<EntityType> parallelizableEntityTypes() {
        return types;
    }

    @Override
    public Hierarchy discoverHierarchy() {
        return hierarchy.read();
    }

    @Override
    public Listing discoverEntities(EntityType type, Scope scope, Consumer<EntityDescriptor> found) {
        return lister.list(type, scope, found);
    }

    @Override
    public boolean awaitConnection(Duration atMost) {
        return pool.await(atMost);
    }

    @Override
    public void rest() {
        pool.rest();
    }

    @Override
    public void stop() {
        pool.stop();
    }

    @Override
    public Stream<ReadResult> processEntities(List<EntityDescriptor> batch) {
        return reader.read(batch);
    }

    @Override
    public Set<String> stillPresent(EntityType type, String database, String schema, Collection<String> ids) {
        if (!EntityType.PARALLELIZABLE.contains(type)) {
            Set<String> present = hierarchy.names(type, database);
            present.retainAll(ids);
            return present;
        }
        Set<String> asked = new HashSet<>(ids);
        Set<String> present = new HashSet<>();
        lister.listAll(type, new Scope(database, List.of(schema)), descriptor -> {
            if (asked.contains(descriptor.id())) {
                present.add(descriptor.id());
            }
        });
        return present;
    }

    @Override
    public List<Check> check() {
        return checks.run();
    }

    @Override
    public void close() {
        pool.close();
    }
}

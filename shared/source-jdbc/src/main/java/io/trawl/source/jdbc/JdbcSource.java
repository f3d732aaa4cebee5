package io.trawl.source.jdbc;

import io.trawl.api.model.Check;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.Scope;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.source.Listing;
import io.trawl.api.workflow.DatabaseMetadata;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A source that is reached with JDBC, assembled from the classes that list and read it. */
public final class JdbcSource implements DiscoverableSource {

    private final DatabaseMetadata metadata;
    private final ConnectionPool pool;
    private final HierarchyReader hierarchy;
    private final EntityLister lister;
    private final EntityReader reader;
    private final SourceChecks selfCheck;

    /**
     * @param metadata what the workflow includes
     * @param pool closed with this
     */
    public JdbcSource(
            DatabaseMetadata metadata,
            ConnectionPool pool,
            HierarchyReader hierarchy,
            EntityLister lister,
            EntityReader reader,
            SourceChecks selfCheck) {
        this.metadata = metadata;
        this.pool = pool;
        this.hierarchy = hierarchy;
        this.lister = lister;
        this.reader = reader;
        this.selfCheck = selfCheck;
    }

    @Override
    public Set<EntityType> parallelizableEntityTypes() {
        Set<EntityType> types = EnumSet.noneOf(EntityType.class);
        if (metadata.includeTables() || metadata.includeViews()) {
            types.add(EntityType.TABLE);
        }
        if (metadata.includeStoredProcedures()) {
            types.add(EntityType.STORED_PROCEDURE);
        }
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
        return selfCheck.run();
    }

    @Override
    public void close() {
        pool.close();
    }
}

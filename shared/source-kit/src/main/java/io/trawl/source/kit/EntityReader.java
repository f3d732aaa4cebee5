package io.trawl.source.kit;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.ReadResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads batches: one session and one read for the entities of one type that may be read together. */
final class EntityReader<S> {

    private final DatabaseAccess<S> server;
    private final Dialect<S> dialect;

    EntityReader(DatabaseAccess<S> server, Dialect<S> dialect) {
        this.server = server;
        this.dialect = dialect;
    }

    /** @param schema null if a read may hold several */
    private record Group(String database, String schema, EntityType type) {}

    /**
     * One result for each descriptor.
     *
     * @throws io.trawl.api.source.SourceStoppedException if the source is stopped before all of them are read; nothing else
     *     is thrown
     */
    Stream<ReadResult> read(List<EntityDescriptor> batch) {
        boolean bySchema = dialect.traits().readsBy() == Traits.Unit.SCHEMA;
        Map<Group, List<EntityDescriptor>> groups = new LinkedHashMap<>();
        for (EntityDescriptor each : batch) {
            Group group = new Group(each.database(), bySchema ? each.schema() : null, each.type());
            groups.computeIfAbsent(group, none -> new ArrayList<>()).add(each);
        }
        return groups.entrySet().stream().flatMap(entry -> read(entry.getKey(), entry.getValue()));
    }

    private Stream<ReadResult> read(Group group, List<EntityDescriptor> descriptors) {
        int most = dialect.traits().largestBatch();
        int parts = (descriptors.size() + most - 1) / most;
        return Stream.iterate(0, part -> part < parts, part -> part + 1)
                .map(part -> descriptors.subList(part * most, Math.min((part + 1) * most, descriptors.size())))
                .flatMap(part -> readPart(group, part).stream());
    }

    private List<ReadResult> readPart(Group group, List<EntityDescriptor> part) {
        Bisection.Read<EntityDescriptor, ReadResult> statements =
                some -> server.read(group.database(), session -> dialect.read(session, group.type(), some));
        return new BatchReader(statements, group.database(), server.messages(), server.retrying()).read(part);
    }
}

package io.trawl.source.jdbc;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.ReadResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads batches: one connection for the entities of one database and type, one round trip for {@link #MOST} of them. */
public final class EntityReader {

    /** More than these are read in several goes, so that memory has a bound. */
    public static final int MOST = 2000;

    private final Databases server;
    private final Map<EntityType, EntityStatements> statements;

    /** @param statements for each type that a source lists */
    public EntityReader(Databases server, Map<EntityType, EntityStatements> statements) {
        this.server = server;
        this.statements = Map.copyOf(statements);
    }

    private record Group(String database, EntityType type) {}

    /**
     * One result for each descriptor.
     *
     * @throws io.trawl.api.source.SourceStoppedException if the source is stopped before all of them are read; nothing else
     *     is thrown
     */
    public Stream<ReadResult> read(List<EntityDescriptor> batch) {
        Map<Group, List<EntityDescriptor>> groups = new LinkedHashMap<>();
        for (EntityDescriptor each : batch) {
            groups.computeIfAbsent(new Group(each.database(), each.type()), group -> new ArrayList<>())
                    .add(each);
        }
        return groups.entrySet().stream().flatMap(entry -> read(entry.getKey(), entry.getValue()));
    }

    private Stream<ReadResult> read(Group group, List<EntityDescriptor> descriptors) {
        int parts = (descriptors.size() + MOST - 1) / MOST;
        return Stream.iterate(0, part -> part < parts, part -> part + 1)
                .map(part -> descriptors.subList(part * MOST, Math.min((part + 1) * MOST, descriptors.size())))
                .flatMap(part -> readPart(group, part).stream());
    }

    private List<ReadResult> readPart(Group group, List<EntityDescriptor> part) {
        EntityStatements ofType = statements.get(group.type());
        BatchReader.Statements reads =
                some -> server.read(group.database(), connection -> ofType.read(connection, some));
        return new BatchReader(reads, group.database(), server.messages(), server.retrying()).read(part);
    }
}

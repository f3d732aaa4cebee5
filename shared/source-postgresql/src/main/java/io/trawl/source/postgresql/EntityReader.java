package io.trawl.source.postgresql;

import io.trawl.core.config.Workflow;
import io.trawl.core.model.EntityDescriptor;
import io.trawl.core.model.EntityType;
import io.trawl.core.model.FailureKind;
import io.trawl.core.model.Outcome;
import io.trawl.core.model.ReadResult;
import io.trawl.core.model.TrawlException;
import io.trawl.source.jdbc.BatchReader;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads batches: one connection for the entities of one database and type, one round trip for {@link #MOST} of them. */
final class EntityReader {

    /** More than these are read in several goes, so that memory has a bound. */
    static final int MOST = 2000;

    private final Database server;
    private final TableReader tables;
    private final ProcedureReader procedures;

    EntityReader(Workflow.Source source, Database server) {
        this.server = server;
        this.tables = new TableReader(source);
        this.procedures = new ProcedureReader(source);
    }

    private record Group(String database, EntityType type) {}

    Stream<ReadResult> read(List<EntityDescriptor> batch) {
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
        try {
            return server.read(
                    group.database(),
                    connection -> BatchReader.read(
                            part,
                            group.type() == EntityType.TABLE
                                    ? some -> tables.read(connection, some)
                                    : some -> procedures.read(connection, some),
                            server.messages()::detail));
        } catch (SQLException e) {
            TrawlException failure = server.messages().exception(group.database(), e);
            return failed(part, failure.kind(), failure.getMessage());
        } catch (TrawlException e) {
            return failed(part, e.kind(), e.getMessage());
        }
    }

    private static List<ReadResult> failed(List<EntityDescriptor> part, FailureKind kind, String message) {
        return part.stream()
                .<ReadResult>map(descriptor -> new Outcome.Failed(descriptor, kind, message))
                .toList();
    }
}

package io.trawl.source.redshift;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.Owner;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.StoredProcedure;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.api.workflow.Workflow;
import io.trawl.source.kit.Descriptors;
import io.trawl.source.postgresqlfamily.Oid;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads procedures and functions, with one statement, and one more for the types of output arguments if DDL is wanted. */
final class RedshiftProcedures {

    private static final Sql PROCEDURES = Sql.load("procedures.sql");
    private static final Sql ARGUMENT_TYPES = Sql.load("argument-types.sql");

    private final String service;
    private final DatabaseMetadata metadata;

    RedshiftProcedures(Workflow.Source source) {
        this.service = source.serviceName();
        this.metadata = source.metadata();
    }

    /** As {@link io.trawl.source.kit.Dialect#read}. */
    List<ReadResult> read(Connection connection, List<EntityDescriptor> batch) throws SQLException {
        Map<Long, Routine> routines = routines(connection, batch);
        Map<Long, String> types = metadata.includeDDL() ? types(connection, routines) : Map.of();
        List<ReadResult> results = new ArrayList<>(batch.size());
        for (EntityDescriptor descriptor : batch) {
            results.add(result(descriptor, routines.get(Oid.of(descriptor)), types));
        }
        return results;
    }

    private static Map<Long, Routine> routines(Connection connection, List<EntityDescriptor> batch)
            throws SQLException {
        Map<Long, Routine> routines = new HashMap<>();
        PROCEDURES
                .with("oids", batch.stream().map(Oid::of).toList())
                .each(connection, row -> routines.put(row.getLong("prooid"), Routine.of(row)));
        return routines;
    }

    /** The types of arguments that are not all inputs. */
    private static Map<Long, String> types(Connection connection, Map<Long, Routine> routines) throws SQLException {
        Set<Long> oids = new HashSet<>();
        routines.values().forEach(routine -> oids.addAll(routine.allTypes()));
        Map<Long, String> types = new HashMap<>();
        if (!oids.isEmpty()) {
            ARGUMENT_TYPES
                    .with("oids", oids)
                    .each(connection, row -> types.put(row.getLong("oid"), row.getString("display")));
        }
        return types;
    }

    private ReadResult result(EntityDescriptor descriptor, Routine routine, Map<Long, String> types) {
        if (routine == null) {
            return new Outcome.Gone(descriptor);
        }
        String name = Descriptors.routineName(routine.name(), routine.overload());
        String schema = Fqn.of(service, descriptor.database(), routine.schema());
        if (!Fqn.child(schema, name).equals(descriptor.id())) {
            return new Outcome.Gone(descriptor); // it has another name now, or it became or ceased to be an overload
        }
        String definition = metadata.includeDDL() ? RoutineDefinition.of(routine, types) : null;
        String code = definition == null ? routine.source() : definition;
        String encoded = Fqn.encode(name);
        return new ReadResult.Read(
                descriptor,
                new StoredProcedure(
                        encoded,
                        encoded.equals(routine.name()) ? null : routine.name(),
                        routine.description(),
                        new StoredProcedure.Code(language(routine.language()), code),
                        routine.kind().catalogName(),
                        metadata.includeOwners() ? List.of(Owner.named(routine.owner())) : null,
                        schema,
                        null));
    }

    /** OpenMetadata knows five languages; External is whatever is none of the others, Lambda functions among them. */
    private static String language(String name) {
        return switch (name) {
            case "sql", "plpgsql" -> "SQL";
            case "plpythonu" -> "Python";
            default -> "External";
        };
    }
}

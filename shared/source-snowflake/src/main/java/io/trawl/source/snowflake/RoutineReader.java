package io.trawl.source.snowflake;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.Owner;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.StoredProcedure;
import io.trawl.api.workflow.Workflow;
import io.trawl.source.kit.BatchReader;
import io.trawl.source.kit.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads procedures and functions by their names, with one statement for each of the two, which needs a warehouse: SHOW says
 * neither languages nor bodies. Only if that lacks one, SHOW is asked too: a role that may manage grants sees more there. Safe for
 * use by several threads.
 *
 * @see <a href="https://docs.snowflake.com/en/sql-reference/info-schema/procedures">PROCEDURES view</a>
 * @see <a href="https://docs.snowflake.com/en/sql-reference/info-schema/functions">FUNCTIONS view</a>
 */
final class RoutineReader implements SchemaReader {

    private static final Query PROCEDURES = Query.load("procedures.sql");
    private static final Query FUNCTIONS = Query.load("functions.sql");

    private static final String HIDDEN = "its body is not shown to this role";

    private final String service;
    private final boolean includeOwners;
    private final SourceUrls urls;

    RoutineReader(Workflow.Source source, SourceUrls urls) {
        this.service = source.serviceName();
        this.includeOwners = source.metadata().includeOwners();
        this.urls = urls;
    }

    @Override
    public List<ReadResult> read(Connection session, List<EntityDescriptor> batch) throws SQLException {
        urls.ask(session);
        List<ReadResult> results = new ArrayList<>(batch.size());
        Map<Boolean, List<EntityDescriptor>> byKind =
                batch.stream().collect(Collectors.partitioningBy(Kind.PROCEDURE::isOf));
        for (Map.Entry<Boolean, List<EntityDescriptor>> each : byKind.entrySet()) {
            if (!each.getValue().isEmpty()) {
                Kind kind = each.getKey() ? Kind.PROCEDURE : Kind.UDF;
                Map<Signature, Routine> routines = routines(session, kind, each.getValue());
                each.getValue().forEach(descriptor -> results.add(result(descriptor, kind, routines)));
            }
        }
        return results;
    }

    private static Map<Signature, Routine> routines(Connection session, Kind kind, List<EntityDescriptor> descriptors)
            throws SQLException {
        SchemaName schema = SchemaName.of(descriptors.get(0));
        Set<String> names = new HashSet<>();
        descriptors.forEach(descriptor -> names.add(descriptor.name()));
        Map<Signature, Routine> routines = new HashMap<>();
        (kind == Kind.PROCEDURE ? PROCEDURES : FUNCTIONS).ofNames(schema, names).each(session, row -> {
            Routine routine = Routine.of(row);
            routines.put(routine.signature(), routine);
        });
        if (!descriptors.stream().map(RoutineReader::signature).allMatch(routines::containsKey)) {
            Query.show(kind == Kind.PROCEDURE ? "USER PROCEDURES" : "USER FUNCTIONS", schema)
                    .each(session, row -> {
                        Signature shown = Signature.ofShow(row.getString("name"), row.getString("arguments"));
                        routines.putIfAbsent(shown, Routine.hidden(shown));
                    });
        }
        return routines;
    }

    private static Signature signature(EntityDescriptor descriptor) {
        return Signature.shown(descriptor.name(), descriptor.metadata().getOrDefault(Signature.ARGUMENTS, ""));
    }

    private ReadResult result(EntityDescriptor descriptor, Kind kind, Map<Signature, Routine> routines) {
        Routine routine = routines.get(signature(descriptor));
        if (routine == null) {
            return new Outcome.Gone(descriptor);
        }
        return BatchReader.result(
                descriptor,
                routine.isHidden() ? List.of(HIDDEN) : List.of(),
                () -> procedure(descriptor, kind, routine));
    }

    private StoredProcedure procedure(EntityDescriptor descriptor, Kind kind, Routine routine) {
        SchemaName schema = SchemaName.of(descriptor);
        List<String> parts = Fqn.split(descriptor.id());
        String name = parts.get(parts.size() - 1);
        Signature signature = routine.signature();
        return new StoredProcedure(
                name,
                name.equals(signature.name()) ? null : signature.name(),
                routine.description(),
                new StoredProcedure.Code(routine.language(), routine.body()),
                kind.catalogName(),
                includeOwners && routine.owner() != null ? List.of(Owner.named(routine.owner())) : null,
                Fqn.parent(descriptor.id()),
                urls.routine(schema, kind, signature.name(), signature.types()));
    }
}

package io.trawl.source.redshift;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Hierarchy.Failure;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.ReadResult;
import io.trawl.api.workflow.Workflow;
import io.trawl.source.kit.BatchReader;
import io.trawl.source.kit.Kind;
import io.trawl.source.postgresqlfamily.Oid;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads tables and views of every kind. What has an oid is read in one transaction, so that a table that is altered
 * meanwhile is read as it was before or after. Definitions, the columns of late-binding views, external tables and
 * tables of datashares may fail or wait for reasons outside the catalog; the other tables of the batch are read all the
 * same.
 */
final class RedshiftTables {

    private final TableMapper mapper;
    private final Definitions definitions;
    private final LateBindingViews lateBindingViews;
    private final NamedTables externalTables;
    private final NamedTables sharedTables;

    RedshiftTables(Workflow.Source source, TimeLimits limits) {
        this.mapper = new TableMapper(source);
        this.definitions = new Definitions(source.metadata().includeDDL(), limits);
        this.lateBindingViews = new LateBindingViews(
                new LateBindingColumns(limits, Clock.systemUTC(), LateBindingColumns.MOST), limits, mapper);
        this.externalTables = new NamedTables(
                Sql.load("external-tables.sql"),
                Sql.load("external-columns.sql"),
                "svv_external_columns",
                mapper,
                limits);
        this.sharedTables = new NamedTables(
                Sql.load("shared-tables.sql"), Sql.load("shared-columns.sql"), "svv_all_columns", mapper, limits);
    }

    /** As {@link io.trawl.source.kit.Dialect#read}. */
    List<ReadResult> read(Connection connection, List<EntityDescriptor> batch) throws Exception {
        List<EntityDescriptor> local = new ArrayList<>(batch.size());
        List<EntityDescriptor> external = new ArrayList<>();
        List<EntityDescriptor> shared = new ArrayList<>();
        for (EntityDescriptor descriptor : batch) {
            if (descriptor.metadata().containsKey(RedshiftPages.SHARED)) {
                shared.add(descriptor);
            } else {
                (Kind.EXTERNAL_TABLE.isOf(descriptor) ? external : local).add(descriptor);
            }
        }
        List<ReadResult> results = new ArrayList<>(batch.size());
        if (!local.isEmpty()) {
            results.addAll(readLocal(connection, local));
        }
        if (!external.isEmpty()) {
            results.addAll(externalTables.read(connection, external));
        }
        if (!shared.isEmpty()) {
            results.addAll(sharedTables.read(connection, shared));
        }
        return results;
    }

    private List<ReadResult> readLocal(Connection connection, List<EntityDescriptor> batch) throws Exception {
        Map<Long, Relation> relations = new HashMap<>();
        Map<Long, Failure> failures = readRelations(connection, batch, relations);
        Map<EntityDescriptor, Relation> lateBinding = new HashMap<>();
        List<ReadResult> results = new ArrayList<>(batch.size());
        for (EntityDescriptor descriptor : batch) {
            long oid = Oid.of(descriptor);
            Relation relation = relations.get(oid);
            if (relation == null || !relation.schemaObject().equals(SchemaObject.of(descriptor))) {
                results.add(new Outcome.Gone(descriptor));
            } else if (failures.containsKey(oid)) {
                Failure failure = failures.get(oid);
                results.add(new Outcome.Failed(descriptor, failure.kind(), failure.message()));
            } else if (relation.isView() && relation.view().isMissing()) {
                // Functions that print definitions look at the present, not at the snapshot.
                results.add(new Outcome.Failed(descriptor, FailureKind.TRANSIENT, "it was dropped while it was read"));
            } else if (relation.isLateBinding()) {
                lateBinding.put(descriptor, relation);
            } else {
                results.add(BatchReader.result(descriptor, List.of(), () -> mapper.table(descriptor, relation)));
            }
        }
        if (!lateBinding.isEmpty()) {
            results.addAll(lateBindingViews.read(connection, batch.get(0).database(), lateBinding));
        }
        return results;
    }

    /**
     * Fills in what is there.
     *
     * @return those whose definition is not known, by oid
     */
    private Map<Long, Failure> readRelations(
            Connection connection, List<EntityDescriptor> batch, Map<Long, Relation> relations) throws Exception {
        List<Long> oids = batch.stream().map(Oid::of).toList();
        Set<Long> materialized =
                batch.stream().filter(Kind.MATERIALIZED_VIEW::isOf).map(Oid::of).collect(Collectors.toSet());
        try {
            return SessionState.snapshot(connection, transaction -> {
                relations.putAll(Relations.read(transaction, oids, materialized));
                definitions.complete(transaction, relations);
                return Map.of();
            });
        } catch (SQLException e) {
            SessionState.rethrowIfSessionFailed(e);
            if (relations.isEmpty()) {
                throw e;
            }
            return definitions.completeOneByOne(connection, relations);
        }
    }
}

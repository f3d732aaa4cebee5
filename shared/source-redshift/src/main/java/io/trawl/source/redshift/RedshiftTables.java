package io.trawl.source.redshift;

import io.trawl.core.config.Workflow;
import io.trawl.core.model.EntityDescriptor;
import io.trawl.core.model.FailureKind;
import io.trawl.core.model.Outcome;
import io.trawl.core.model.ReadResult;
import io.trawl.source.jdbc.Descriptors;
import io.trawl.source.jdbc.EntityStatements;
import io.trawl.source.jdbc.Messages;
import io.trawl.source.jdbc.SqlFailures;
import io.trawl.source.redshift.LateBindingColumns.LateColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads tables and views of every kind. What has an oid is read in one transaction, so that a table that is altered meanwhile
 * is read as it was before or after. What may fail as a whole for a reason that lies elsewhere comes outside of it: the
 * columns of late-binding views, and external tables.
 */
final class RedshiftTables implements EntityStatements {

    private final boolean withDefinitions;
    private final TableMapper mapper;
    private final ExternalTables externalTables;
    private final LateBindingColumns lateBindingColumns;

    RedshiftTables(Workflow.Source source) {
        this(source, new LateBindingColumns(Clock.systemUTC()));
    }

    RedshiftTables(Workflow.Source source, LateBindingColumns lateBindingColumns) {
        this.withDefinitions = source.metadata().includeDDL();
        this.mapper = new TableMapper(source);
        this.externalTables = new ExternalTables(mapper);
        this.lateBindingColumns = lateBindingColumns;
    }

    /**
     * What is known of the columns of a batch's late-binding views.
     *
     * @param failure why nothing is known; null if something is
     */
    private record Late(Map<SchemaObject, List<LateColumn>> columns, SQLException failure) {}

    @Override
    public List<ReadResult> read(Connection connection, List<EntityDescriptor> batch) throws SQLException {
        List<EntityDescriptor> external = new ArrayList<>();
        List<EntityDescriptor> internal = new ArrayList<>(batch.size());
        batch.forEach(descriptor -> (Kind.EXTERNAL_TABLE.isOf(descriptor) ? external : internal).add(descriptor));
        List<ReadResult> results = new ArrayList<>(batch.size());
        if (!internal.isEmpty()) {
            results.addAll(readInternal(connection, internal));
        }
        if (!external.isEmpty()) {
            results.addAll(externalTables.read(connection, external));
        }
        return results;
    }

    private List<ReadResult> readInternal(Connection connection, List<EntityDescriptor> batch) throws SQLException {
        List<Long> oids = batch.stream().map(Descriptors::oid).toList();
        Map<Long, Relation> relations =
                Snapshot.read(connection, session -> Relations.read(session, oids, withDefinitions));
        List<SchemaObject> views = relations.values().stream()
                .filter(Relation::isLateBinding)
                .map(Relation::schemaObject)
                .toList();
        Late late = views.isEmpty() ? null : late(connection, batch.get(0).database(), views);
        List<ReadResult> results = new ArrayList<>(batch.size());
        for (EntityDescriptor descriptor : batch) {
            results.add(result(descriptor, relations.get(Descriptors.oid(descriptor)), late));
        }
        return results;
    }

    /** A failure is one of the late-binding views alone, unless it is one of the connection. */
    private Late late(Connection connection, String database, List<SchemaObject> views) throws SQLException {
        try {
            return new Late(lateBindingColumns.of(connection, database, views), null);
        } catch (SQLException e) {
            if (SqlFailures.connectionLost(e) || SqlFailures.kindOf(e) == FailureKind.THROTTLED) {
                throw e;
            }
            return new Late(Map.of(), e);
        }
    }

    private ReadResult result(EntityDescriptor descriptor, Relation relation, Late late) {
        if (relation == null || !relation.schemaObject().equals(SchemaObject.of(descriptor))) {
            return new Outcome.Gone(descriptor);
        }
        if (relation.view() != null && relation.view().isMissing()) {
            // Functions that print definitions look at the present, not at the snapshot.
            return new Outcome.Failed(descriptor, FailureKind.TRANSIENT, "it was dropped while it was read");
        }
        try {
            return relation.isLateBinding()
                    ? lateBinding(descriptor, relation, late)
                    : new ReadResult.Read(descriptor, mapper.table(descriptor, relation));
        } catch (RuntimeException e) {
            return new Outcome.Failed(descriptor, FailureKind.BUG, e.toString());
        }
    }

    private ReadResult lateBinding(EntityDescriptor descriptor, Relation relation, Late late) {
        if (late.failure() != null) {
            return new Outcome.Failed(
                    descriptor,
                    SqlFailures.kindOf(late.failure()),
                    "the columns of late-binding views cannot be read: "
                            + Messages.oneLine(late.failure().getMessage()));
        }
        List<LateColumn> columns = late.columns().get(relation.schemaObject());
        if (columns == null) {
            return new Outcome.Failed(
                    descriptor,
                    FailureKind.INVALID,
                    "its columns are unknown: an object that it refers to is missing, or the role may not see it");
        }
        return new ReadResult.Read(descriptor, mapper.table(descriptor, relation, columns));
    }
}

package io.trawl.source.redshift;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.ReadResult;
import io.trawl.source.redshift.LateBindingColumns.LateColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads late-binding views, whose columns the catalog does not hold. Redshift is asked for the columns of all together, and then
 * each view alone of which nothing was answered.
 */
final class LateBindingViews {

    static final String BASE_GONE = "late-binding views without columns, since what they refer to does not exist";

    /** More that take too long one after the other: then it is not a few tables that are locked. */
    private static final int MOST_TIMEOUTS = 24;

    private final LateBindingColumns all;
    private final TimeLimits limits;
    private final TableMapper mapper;

    LateBindingViews(LateBindingColumns all, TimeLimits limits, TableMapper mapper) {
        this.all = all;
        this.limits = limits;
        this.mapper = mapper;
    }

    /**
     * One result for each view.
     *
     * @param connection in autocommit mode
     * @param views of one database, at least one
     * @throws Exception if that says nothing about the views: the connection is lost, or there are too many
     */
    List<ReadResult> read(Connection connection, String database, Map<EntityDescriptor, Relation> views)
            throws Exception {
        Map<SchemaObject, List<LateColumn>> known = all.of(
                connection,
                database,
                views.values().stream().map(Relation::schemaObject).toList());
        Map<EntityDescriptor, Relation> unknown = new HashMap<>();
        List<ReadResult> results = new ArrayList<>(views.size());
        views.forEach((descriptor, view) -> {
            List<LateColumn> columns = known.get(view.schemaObject());
            if (columns == null) {
                unknown.put(descriptor, view);
            } else {
                results.add(result(descriptor, view, columns, List.of()));
            }
        });
        if (!unknown.isEmpty()) {
            results.addAll(SessionState.writable(
                    connection,
                    session -> limits.during(session, limits.lock(), limited -> describeEach(limited, unknown))));
        }
        return results;
    }

    private List<ReadResult> describeEach(Connection session, Map<EntityDescriptor, Relation> views)
            throws SQLException {
        List<ReadResult> results = new ArrayList<>(views.size());
        int timeouts = 0;
        for (Map.Entry<EntityDescriptor, Relation> view : views.entrySet()) {
            EntityDescriptor descriptor = view.getKey();
            if (timeouts > MOST_TIMEOUTS) {
                results.add(failed(descriptor, FailureKind.TRANSIENT, "too many views of this batch took too long"));
                continue;
            }
            LateBindingView.Described described =
                    LateBindingView.describe(session, view.getValue().schemaObject());
            if (described instanceof LateBindingView.Columns columns) {
                results.add(result(descriptor, view.getValue(), columns.columns(), List.of()));
            } else if (described instanceof LateBindingView.Failed failed) {
                boolean timedOut = RedshiftFailures.INSTANCE.statementTimedOut(failed.failure());
                timeouts += timedOut ? 1 : 0;
                results.add(failed(
                        descriptor,
                        RedshiftFailures.INSTANCE.classify(failed.failure()),
                        timedOut
                                ? "it could not be looked into in time; somebody may have locked what it refers to"
                                : RedshiftFailures.line(failed.failure())));
            } else {
                results.add(result(descriptor, view.getValue(), List.of(), List.of(BASE_GONE)));
            }
        }
        return results;
    }

    private static Outcome.Failed failed(EntityDescriptor descriptor, FailureKind kind, String reason) {
        return new Outcome.Failed(descriptor, kind, "its columns cannot be read: " + reason);
    }

    private ReadResult result(
            EntityDescriptor descriptor, Relation view, List<LateColumn> columns, List<String> warnings) {
        try {
            return new ReadResult.Read(descriptor, mapper.table(descriptor, view, columns), warnings);
        } catch (RuntimeException e) {
            return new Outcome.Failed(descriptor, FailureKind.BUG, e.toString());
        }
    }
}

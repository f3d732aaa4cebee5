package io.trawl.source.redshift;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.ReadResult;
import io.trawl.source.kit.BatchReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads late-binding views, whose columns the catalog does not hold. Redshift is asked for the columns of all together, and then
 * each view alone of which nothing was answered.
 */
final class LateBindingViews {

    static final String BASE_GONE = "late-binding views without columns, since what they refer to does not exist";

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
        Map<SchemaObject, List<NamedColumn>> known = all.of(
                connection,
                database,
                views.values().stream().map(Relation::schemaObject).toList());
        Map<EntityDescriptor, Relation> unknown = new HashMap<>();
        List<ReadResult> results = new ArrayList<>(views.size());
        views.forEach((descriptor, view) -> {
            List<NamedColumn> columns = known.get(view.schemaObject());
            if (columns == null) {
                unknown.put(descriptor, view);
            } else {
                results.add(result(descriptor, view, Optional.of(columns)));
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
        RedshiftFailures.oneByOne(views.keySet(), "views", "it could not be looked into in time", descriptor -> {
                    Relation view = views.get(descriptor);
                    results.add(result(descriptor, view, LateBindingView.describe(session, view.schemaObject())));
                })
                .forEach((descriptor, failure) -> results.add(new Outcome.Failed(
                        descriptor, failure.kind(), "its columns cannot be read: " + failure.message())));
        return results;
    }

    /** @param columns empty if what it refers to is gone */
    private ReadResult result(EntityDescriptor descriptor, Relation view, Optional<List<NamedColumn>> columns) {
        return BatchReader.result(
                descriptor,
                columns.isPresent() ? List.of() : List.of(BASE_GONE),
                () -> mapper.table(descriptor, view, columns.orElse(List.of())));
    }
}

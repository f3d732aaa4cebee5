package io.trawl.source.redshift;

import io.trawl.api.model.FailureKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The columns of late-binding views. Redshift answers for all of a database at once and plans each of them for that, so an
 * answer is kept for some minutes and serves many batches; one thread asks, the others wait for its answer. A view that is
 * replaced meanwhile is seen with its former columns for as long. That there is no answer, since one of the views keeps it from
 * coming, is kept as long: {@link LateBindingViews} then knows each of the others.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/PG_GET_LATE_BINDING_VIEW_COLS.html">the function</a>
 */
public final class LateBindingColumns {

    /** How long an answer serves. */
    static final Duration LIFE = Duration.ofMinutes(5);

    /** Columns that are kept, of all databases together: some tens of megabytes. */
    static final int MOST = 200_000;

    private static final Sql COLUMNS = Sql.load("late-binding-columns.sql");

    private final TimeLimits limits;
    private final Clock clock;
    private final int most;
    private final Map<String, Answer> answers = new LinkedHashMap<>();

    /** @param most columns that are kept */
    LateBindingColumns(TimeLimits limits, Clock clock, int most) {
        this.limits = limits;
        this.clock = clock;
        this.most = most;
    }

    /**
     * What a database answered.
     *
     * @param views each with its columns by their position
     * @param complete whether it holds every view that was answered; also true if nothing was
     */
    private record Answer(
            Instant at, Map<SchemaObject, SortedMap<Integer, NamedColumn>> views, int columns, boolean complete) {}

    /**
     * The columns of some views, each list in its order; a view is missing if Redshift did not answer for it: it refers to what
     * is not there, or is younger than the answer, or there is no answer.
     *
     * @param connection to the database, in autocommit mode
     * @throws Exception if that says nothing about the views: the connection is lost, or there are too many
     */
    synchronized Map<SchemaObject, List<NamedColumn>> of(
            Connection connection, String database, Collection<SchemaObject> views) throws Exception {
        Set<SchemaObject> wanted = new HashSet<>(views);
        Answer answer = answers.get(database);
        if (answer == null
                || isOld(answer)
                || !answer.complete() && !answer.views().keySet().containsAll(wanted)) {
            answers.remove(database);
            answer = ask(connection, wanted);
            keep(database, answer);
        }
        Map<SchemaObject, List<NamedColumn>> found = new HashMap<>();
        answer.views().forEach((view, columns) -> {
            if (wanted.contains(view)) {
                found.put(view, List.copyOf(columns.values()));
            }
        });
        return found;
    }

    private boolean isOld(Answer answer) {
        return !clock.instant().isBefore(answer.at().plus(LIFE));
    }

    /** Makes room for an answer, old ones of other databases first, and keeps it. */
    private void keep(String database, Answer answer) {
        answers.values().removeIf(this::isOld);
        int room = most - answer.columns();
        for (Answer other : answers.values()) {
            room -= other.columns();
        }
        List<String> oldestFirst = new ArrayList<>(answers.keySet());
        for (String other : oldestFirst) {
            if (room < 0) {
                room += answers.remove(other).columns();
            }
        }
        answers.put(database, answer);
    }

    /** Asks, and once more if something was dropped meanwhile: that fails the statement as a whole. */
    private Answer ask(Connection connection, Set<SchemaObject> wanted) throws Exception {
        for (int attempt = 1; attempt <= 2; attempt++) {
            try {
                return SessionState.writable(
                        connection,
                        session -> limits.during(session, limits.allViews(), limited -> read(limited, wanted)));
            } catch (SQLException e) {
                SessionState.rethrowIfSessionFailed(e);
                if (RedshiftFailures.INSTANCE.statementTimedOut(e)
                        || RedshiftFailures.INSTANCE.classify(e) == FailureKind.PERMISSION) {
                    break;
                }
            }
        }
        return new Answer(clock.instant(), Map.of(), 0, true);
    }

    /** Keeps all of what is wanted, and of the rest as much as there is room for, views in whole only. */
    private Answer read(Connection session, Set<SchemaObject> wanted) throws SQLException {
        Map<SchemaObject, SortedMap<Integer, NamedColumn>> views = new HashMap<>();
        Map<String, String> types = new HashMap<>();
        int[] columns = {0};
        boolean[] complete = {true};
        COLUMNS.each(session, row -> {
            SchemaObject view = new SchemaObject(row.getString(1), row.getString(2));
            if (columns[0] < most || wanted.contains(view)) {
                String type = types.computeIfAbsent(row.getString(4), text -> text);
                views.computeIfAbsent(view, none -> new TreeMap<>())
                        .put(row.getInt(5), NamedColumn.ofView(row.getString(3), type));
                columns[0]++;
            } else {
                views.remove(view);
                complete[0] = false;
            }
        });
        return new Answer(clock.instant(), views, columns[0], complete[0]);
    }
}

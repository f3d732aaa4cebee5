package io.trawl.source.jdbc;

import io.trawl.core.model.EntityDescriptor;
import io.trawl.core.model.FailureKind;
import io.trawl.core.model.Outcome;
import io.trawl.core.model.ReadResult;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads a batch with set-based statements. When one fails because of an entity in it, the batch is halved until that
 * entity is alone, so that the rest is unharmed.
 */
public final class BatchReader {

    /** More timeouts than it takes to isolate a few slow entities: the source is slow as a whole. */
    private static final int TIMEOUTS_BORNE = 24;

    /** Reads all entities of a batch or throws. */
    @FunctionalInterface
    public interface Statements {

        /** One result for each descriptor. */
        List<ReadResult> read(List<EntityDescriptor> batch) throws SQLException;
    }

    private final Statements statements;
    private final Function<SQLException, String> describe;
    private int timeouts;

    private BatchReader(Statements statements, Function<SQLException, String> describe) {
        this.statements = statements;
        this.describe = describe;
    }

    /**
     * Reads a batch.
     *
     * @param statements reads several entities at once
     * @param describe one line for the user about a failure
     * @return one result for each descriptor
     * @throws SQLException if the connection is lost or too many are in use: that says nothing about any entity, and what
     *     has been read so far is lost with it
     */
    public static List<ReadResult> read(
            List<EntityDescriptor> batch, Statements statements, Function<SQLException, String> describe)
            throws SQLException {
        List<ReadResult> results = new ArrayList<>(batch.size());
        new BatchReader(statements, describe).read(batch, results);
        return results;
    }

    private void read(List<EntityDescriptor> batch, List<ReadResult> results) throws SQLException {
        if (timeouts > TIMEOUTS_BORNE) {
            fail(batch, FailureKind.TRANSIENT, "too many statements timed out in this batch", results);
            return;
        }
        try {
            results.addAll(statements.read(batch));
        } catch (SQLException e) {
            FailureKind kind = SqlFailures.kindOf(e);
            if (kind == FailureKind.THROTTLED || SqlFailures.connectionLost(e)) {
                throw e;
            }
            boolean timedOut = SqlFailures.statementTimedOut(e);
            timeouts += timedOut ? 1 : 0;
            if (batch.size() == 1 || kind == FailureKind.TRANSIENT && !timedOut) {
                fail(batch, kind, describe.apply(e), results);
                return;
            }
            int middle = batch.size() / 2;
            read(batch.subList(0, middle), results);
            read(batch.subList(middle, batch.size()), results);
        }
    }

    private static void fail(List<EntityDescriptor> batch, FailureKind kind, String message, List<ReadResult> results) {
        batch.forEach(descriptor -> results.add(new Outcome.Failed(descriptor, kind, message)));
    }
}

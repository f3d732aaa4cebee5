package io.trawl.source.jdbc;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.TrawlException;
import io.trawl.api.source.SourceStoppedException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a batch with set-based statements. When it fails because of an entity in it, the batch is halved until that entity is
 * alone, so that the rest is unharmed: also when it is the connection that is lost, for an entity may cost that too, and even
 * the server. When no connection can be had, everything that is not read yet fails at once. Used for one batch.
 */
final class BatchReader {

    /** Reads all entities of a batch or throws. */
    @FunctionalInterface
    interface Statements {

        /** One result for each descriptor. */
        List<ReadResult> read(List<EntityDescriptor> batch) throws SQLException;
    }

    private final Statements statements;
    private final String database;
    private final Messages messages;
    private final ReadRetry waits;
    private final Halving halving = new Halving();
    private final List<ReadResult> results = new ArrayList<>();
    private boolean lost;
    private boolean readAgain;
    private TrawlException end;

    /**
     * @param statements reads several entities at once
     * @param database where
     * @param messages one line for the user about a failure
     * @param waits the pauses in which a server may come back that is starting, or was lost while it read the batch
     */
    BatchReader(Statements statements, String database, Messages messages, ReadRetry waits) {
        this.statements = statements;
        this.database = database;
        this.messages = messages;
        this.waits = waits;
    }

    /**
     * Reads the batch.
     *
     * @return one result for each descriptor
     * @throws SourceStoppedException if the source is stopped before all of it is read
     */
    List<ReadResult> read(List<EntityDescriptor> batch) {
        results.clear();
        readOrHalve(batch);
        return results;
    }

    private void readOrHalve(List<EntityDescriptor> batch) {
        if (end != null) {
            fail(batch, end.kind(), end.getMessage());
            return;
        }
        if (halving.isExhausted()) {
            fail(batch, FailureKind.TRANSIENT, "too many statements of this batch timed out or lost their connection");
            return;
        }
        try {
            results.addAll(attempt(batch));
        } catch (SourceStoppedException e) {
            throw e;
        } catch (TrawlException e) {
            end = e;
            readOrHalve(batch);
        } catch (SQLException e) {
            handle(e, batch);
        }
    }

    private List<ReadResult> attempt(List<EntityDescriptor> batch) throws SQLException {
        return waits.read(
                () -> statements.read(batch),
                failure -> SqlFailures.isStarting(failure)
                        || lost && SqlFailures.extentOf(failure) == SqlFailures.Extent.ALL);
    }

    private void handle(SQLException failure, List<EntityDescriptor> batch) {
        SqlFailures.Extent extent = SqlFailures.extentOf(failure);
        lost |= extent == SqlFailures.Extent.SESSION;
        if (halving.isWorthwhile(failure, batch.size())) {
            readAgain = true;
            int middle = batch.size() / 2;
            readOrHalve(batch.subList(0, middle));
            readOrHalve(batch.subList(middle, batch.size()));
        } else if (extent == SqlFailures.Extent.ALL) {
            end = messages.exception(database, failure);
            fail(batch, end.kind(), end.getMessage());
        } else if (!readAgain && SqlFailures.mayBeOfDropped(failure)) {
            readAgain = true;
            readOrHalve(batch);
        } else {
            fail(batch, SqlFailures.kindOf(failure), messages.detail(failure));
        }
    }

    private void fail(List<EntityDescriptor> batch, FailureKind kind, String message) {
        batch.forEach(descriptor -> results.add(new Outcome.Failed(descriptor, kind, message)));
    }
}

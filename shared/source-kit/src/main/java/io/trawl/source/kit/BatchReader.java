package io.trawl.source.kit;

import io.trawl.api.model.Entity;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.TrawlException;
import io.trawl.api.source.SourceStoppedException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a batch with set-based statements. When it fails because of an entity in it, the batch is halved until that entity is
 * alone, so that the rest is unharmed: also when it is the session that is lost, for an entity may cost that too, and even
 * the server. When no session can be had, everything that is not read yet fails at once. Used for one batch.
 */
public final class BatchReader {

    private final Bisection.Read<EntityDescriptor, ReadResult> statements;
    private final String database;
    private final Messages messages;
    private final ReadRetry waits;

    private final Halving halving = new Halving();
    private boolean sessionLost;
    /** Whether something has been read a second time, as halves are: that is done once for an entity alone. */
    private boolean readAgain;
    /** Why nothing more is to be read, so that all that is left fails with it; null while reading continues. */
    private @Nullable TrawlException end;

    /**
     * @param statements reads all entities of a batch, one result for each descriptor, or throws
     * @param database where
     * @param messages one line for the user about a failure
     * @param waits the pauses in which a server may come back that is starting, or was lost while it read the batch
     */
    public BatchReader(
            Bisection.Read<EntityDescriptor, ReadResult> statements,
            String database,
            Messages messages,
            ReadRetry waits) {
        this.statements = statements;
        this.database = database;
        this.messages = messages;
        this.waits = waits;
    }

    /** What was read of an entity; the failure of this one alone if it cannot be made. */
    public static ReadResult result(
            EntityDescriptor descriptor, List<String> warnings, Supplier<? extends Entity> entity) {
        try {
            return new ReadResult.Read(descriptor, entity.get(), warnings);
        } catch (TrawlException e) {
            return new Outcome.Failed(descriptor, e.kind(), e.getMessage());
        } catch (RuntimeException e) {
            return new Outcome.Failed(descriptor, FailureKind.BUG, e.toString());
        }
    }

    /**
     * Reads the batch.
     *
     * @return one result for each descriptor
     * @throws SourceStoppedException if the source is stopped before all of it is read
     */
    public List<ReadResult> read(List<EntityDescriptor> batch) {
        try {
            PartialResult<EntityDescriptor, ReadResult> isolated =
                    new Bisection<EntityDescriptor, ReadResult>(this::attempt, this::halves).whole(batch);
            List<ReadResult> results = new ArrayList<>(isolated.found());
            isolated.unreadable()
                    .forEach((descriptor, failure) -> results.add(
                            new Outcome.Failed(descriptor, messages.kind(failure), messages.detail(failure))));
            return results;
        } catch (SourceStoppedException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e); // every other failure is an outcome
        }
    }

    private List<ReadResult> attempt(List<EntityDescriptor> batch) throws Exception {
        if (end == null && halving.isExhausted()) {
            end = new TrawlException(
                    FailureKind.TRANSIENT, "too many statements of this batch timed out or lost their connection");
        }
        if (end != null) {
            throw end;
        }
        try {
            return waits.read(
                    () -> statements.read(batch),
                    reach -> reach == Reach.STARTING || sessionLost && !reach.leavesParts());
        } catch (TrawlException e) {
            throw e;
        } catch (Exception e) {
            Reach reach = messages.failures().reach(e);
            if (!reach.leavesParts()) {
                throw messages.exception(database, e);
            }
            if (reach == Reach.DROPPED && batch.size() == 1 && !readAgain) {
                readAgain = true;
                return attempt(batch);
            }
            throw e;
        }
    }

    /** See {@link Bisection.Rule}. */
    private boolean halves(Exception failure, int size) {
        if (failure instanceof SourceStoppedException stopped) {
            throw stopped;
        }
        if (failure instanceof TrawlException whole) {
            end = whole;
            return false;
        }
        Reach reach = messages.failures().reach(failure);
        sessionLost |= reach == Reach.SESSION;
        boolean worthwhile = halving.isWorthwhile(reach, size);
        readAgain |= worthwhile;
        return worthwhile;
    }
}

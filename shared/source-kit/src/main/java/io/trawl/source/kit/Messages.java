package io.trawl.source.kit;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Hierarchy.Failure;
import io.trawl.api.model.TrawlException;
import java.util.function.Function;

/**
 * One line for the user about what a source or its client said.
 *
 * @param type of the source, as in {@code source.type}
 * @param server where the source is, as a user writes it
 * @param failures says what kind of failure it is
 * @param description of a failure, without where: one line
 */
public record Messages(
        String type, String server, FailureClassifier failures, Function<Throwable, String> description) {

    /** About an operation on a whole database. */
    public String about(String database, Throwable failure) {
        return about(database, detail(failure));
    }

    /** About an operation on a whole database; an empty name means all of them. */
    public String about(String database, String detail) {
        return "source " + type + " at " + server + (database.isEmpty() ? "" : "/" + database) + ": " + detail;
    }

    /** What kind of failure it is. */
    FailureKind kind(Throwable failure) {
        return failure instanceof TrawlException known ? known.kind() : failures.classify(failure);
    }

    /** The failure of an operation on a whole database, to be thrown. */
    TrawlException exception(String database, Exception failure) {
        return failure instanceof TrawlException known
                ? known
                : new TrawlException(kind(failure), about(database, failure), failure);
    }

    /** The failure of an operation on a whole database, to be recorded. */
    Failure failure(String database, Exception failure) {
        TrawlException whole = exception(database, failure);
        return new Failure(whole.kind(), whole.getMessage());
    }

    /** What went wrong, without where. */
    public String detail(Throwable failure) {
        return failure instanceof TrawlException ? failure.getMessage() : description.apply(failure);
    }
}

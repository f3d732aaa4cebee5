package io.trawl.source.kit;

/**
 * Opens and ends sessions, and classifies what goes wrong with them. Safe for use by several threads.
 *
 * @param <S> a session, used by one thread at a time: a JDBC connection, a REST client
 */
public interface SessionFactory<S> extends FailureClassifier {

    /**
     * Opens a session that is ready for use: read-only, with its timeouts; never retries.
     *
     * @param database raw name
     */
    S open(String database) throws Exception;

    /** Whether a session that was not used for a while can still be used; asked by the thread that is about to use it. */
    default boolean isUsable(S session) {
        return true;
    }

    /** Ends what another thread does with a session, which is closed afterwards; does not wait, and never throws. */
    default void abort(S session) {}

    /** Closes a session; never throws. */
    default void close(S session) {}
}

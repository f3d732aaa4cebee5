package io.trawl.source.kit;

/**
 * Something done with a session, which must not be kept afterwards.
 *
 * @param <S> the session
 * @param <T> what it answers
 */
@FunctionalInterface
public interface SessionWork<S, T> {

    /** Does it. */
    T with(S session) throws Exception;
}

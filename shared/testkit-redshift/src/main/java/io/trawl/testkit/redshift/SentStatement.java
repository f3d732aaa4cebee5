package io.trawl.testkit.redshift;

/**
 * A statement as a client sent it, whether it was to be run or only to be described.
 *
 * @param sql without the contents of its literals and quoted names
 * @param readOnly whether the session, or the transaction it was in, was read-only
 */
public record SentStatement(String sql, boolean readOnly) {}

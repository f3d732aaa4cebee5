/**
 * What JDBC adds to the source kit. A source implements {@link JdbcDialect}; {@link JdbcSessions} ends and checks its
 * connections, {@link SqlFailures} classifies what a driver throws and {@link DriverMessages} says it to a user. Statements
 * are in resource files ({@link SqlResource}).
 *
 * <p>This package must not depend on a particular source or driver, or derive the kind of a failure from a message's
 * text.
 */
package io.trawl.source.jdbc;

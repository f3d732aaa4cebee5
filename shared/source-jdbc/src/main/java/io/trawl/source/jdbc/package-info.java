/**
 * What sources that use JDBC share. Start with {@link JdbcSource}, which a source's provider assembles from
 * {@link HierarchyReader}, {@link EntityLister}, {@link EntityReader} and {@link SourceChecks}; their connections come
 * from {@link ConnectionPool}, within the budget. A source implements {@link Connector}, {@link EntityPages},
 * {@link EntityStatements} and the nested interfaces {@code Statements}.
 *
 * <p>This package must not depend on a particular source or driver, or derive the kind of a failure from a message's
 * text: {@link SqlFailures} uses SQLState and exception types.
 */
package io.trawl.source.jdbc;

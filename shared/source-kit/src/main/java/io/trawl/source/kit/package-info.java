/**
 * What all sources share, whatever they are reached with. The author of a source writes a {@link Dialect}; {@link
 * DialectSource} makes a source of it: {@link SessionPool} keeps its sessions within the permits, {@link HierarchyReader}
 * reads databases and schemas, {@link EntityLister} lists page by page, {@link EntityReader} reads batches, {@link
 * SourceChecks} makes the lines of {@code trawl check}. Schemas that a source reads one by one are listed in parallel
 * ({@link ParallelReads}). What cannot be read as a whole is read in parts ({@link
 * Bisection}).
 *
 * <p>This package must not know JDBC or any other client. The kind of a failure is the dialect's to say ({@link
 * FailureClassifier}), never derived from a message's text.
 */
package io.trawl.source.kit;

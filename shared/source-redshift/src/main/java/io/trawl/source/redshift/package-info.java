/**
 * Amazon Redshift as a source, with its own driver. Start with {@link RedshiftProvider}, which assembles it:
 * {@link RedshiftHierarchy} lists databases and schemas, {@link RedshiftPages} lists entities, {@link RedshiftTables}
 * and {@link RedshiftProcedures} read batches. The SQL is in resource files.
 *
 * <p>Only catalogs are read, never a row of a user's table. This package must not use {@code source-postgresql}: what
 * both need is in {@code source-jdbc}.
 */
package io.trawl.source.redshift;

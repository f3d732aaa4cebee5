/**
 * Amazon Redshift as a source, with its own driver. Start with {@link RedshiftDialect}: {@link
 * RedshiftPages} lists entities, {@link RedshiftTables} and {@link RedshiftProcedures} read batches. The SQL is in resource files.
 *
 * <p>Only catalogs are read, never a row of a user's table. This package must not use {@code source-postgresql}: what
 * both need is in {@code source-postgresql-family}.
 */
package io.trawl.source.redshift;

/**
 * PostgreSQL 12 to 18 as a source. Start with {@link PostgresDialect}: {@link PostgresPages} lists
 * entities, {@link TableReader} and {@link ProcedureReader} read batches. The SQL is in resource files.
 *
 * <p>Only catalogs are read, never a row of a user's table. No statement may run outside {@link Transactions}: a
 * setting made elsewhere would be lost, or seen by others, behind a pooler.
 */
package io.trawl.source.postgresql;

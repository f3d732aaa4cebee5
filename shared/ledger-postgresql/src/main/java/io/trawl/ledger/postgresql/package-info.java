/**
 * The durable ledger, in the schema {@code trawl} of a PostgreSQL database. Start with {@link PostgresLedger} and
 * {@link PostgresRunLedger}, which passes each role to a class of its own, {@link Claims} or
 * {@link Completions} for example. The SQL is in resource files, the tables in {@code db/trawl}.
 *
 * <p>The database's clock decides when a lease ends, so that machines whose clocks differ agree. A process that was paused past its lease is stopped twice: {@link Leases} measures with
 * {@code System.nanoTime}, which does not stop during the pause, and each later write presents its fencing token,
 * which the database then refuses.
 */
package io.trawl.ledger.postgresql;

/**
 * The durable ledger, kept in the schema {@code trawl} of a PostgreSQL database. Time is the database's: processes on
 * machines whose clocks differ agree on who holds what. A paused process is found out twice: by the fencing token that
 * every write presents, and by {@code System.nanoTime}, which goes on while the process is stopped.
 */
package io.trawl.ledger.postgresql;

/**
 * Messages of PostgreSQL's wire protocol, for the imitations of Redshift, of RDS and of a pooler. Start
 * with {@link Message} and {@link Peer}.
 *
 * <p>This package must not know a server: what a message means to Redshift or to a pooler belongs there.
 */
package io.trawl.testkit.wire;

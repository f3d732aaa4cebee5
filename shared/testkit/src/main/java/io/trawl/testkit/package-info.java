/**
 * Real servers and fault injection for tests. Start with {@link EmbeddedDatabase}, a PostgreSQL server, and
 * {@link SampleWarehouse}, which fills it. {@link FaultProxy} breaks connections; {@link StatementLog} and
 * {@link ConnectionSampler} count statements and connections. The modules {@code testkit-*}
 * imitate one external system each.
 *
 * <p>This module must not be on the class path of a released application: tests, dev mode and the demo alone use it.
 * Nothing here may need Docker, a fixed port or another module of Trawl.
 */
package io.trawl.testkit;

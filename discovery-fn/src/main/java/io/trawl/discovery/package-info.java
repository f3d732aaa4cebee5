/**
 * The application {@code discovery-fn}: the command line and the discovery function. Start with {@link Main}:
 * {@code serve} starts Quarkus and {@link io.trawl.discovery.function}; every other command runs without Quarkus, in
 * {@link io.trawl.discovery.cli}.
 *
 * <p>The application is a thin shell: what a run does belongs in {@code shared/engine}. It must not depend on
 * {@code worker-fn} or on a particular source, sink or ledger; {@code ArrowsTest} checks that.
 */
package io.trawl.discovery;

/**
 * HTTP and TLS for Trawl's own clients. Start with {@link Exchange}, which sends a request with a deadline and a limit
 * on the answer's size. {@link Http} builds clients, {@link Trust} decides which certificates a client trusts.
 *
 * <p>This package must not know any particular server, follow a redirect, or change what the whole JVM trusts.
 */
package io.trawl.http;

/** What everything that speaks HTTP or TLS shares. */
package io.trawl.core.net;

/** PostgreSQL's protocol, for servers that are imitated. */
package io.trawl.testkit.wire;

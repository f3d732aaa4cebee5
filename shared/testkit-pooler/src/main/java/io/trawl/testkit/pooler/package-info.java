/**
 * A pooler that behaves as pgbouncer 1.18 does. Where a rule comes from is said at the rule: <a
 * href="https://www.pgbouncer.org/config.html">doc/config.md</a>, or the C file of that version's source.
 */
package io.trawl.testkit.pooler;

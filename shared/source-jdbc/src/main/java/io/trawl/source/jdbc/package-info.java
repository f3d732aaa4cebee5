/** What sources that speak JDBC share: connections within the budget, the kind of a failure, set-based reading. */
package io.trawl.source.jdbc;

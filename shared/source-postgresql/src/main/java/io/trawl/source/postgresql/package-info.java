/** PostgreSQL 12 to 18 as a source. */
package io.trawl.source.postgresql;

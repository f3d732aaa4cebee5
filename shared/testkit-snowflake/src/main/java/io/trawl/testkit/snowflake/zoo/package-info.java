/** Models to test with: a zoo of everything that is rare, and large generated warehouses. */
package io.trawl.testkit.snowflake.zoo;

/**
 * A strict imitation of Amazon Redshift: embedded PostgreSQL, views and functions that answer as Redshift's catalogs do,
 * and a front that speaks to Redshift's own driver. What it knows of Redshift comes from Amazon's documentation (the
 * "Database Developer Guide", {@code https://docs.aws.amazon.com/redshift/latest/dg/}), from the source of Amazon's driver
 * and from measurements that others published; what none of them says is marked as a guess where it stands.
 */
package io.trawl.testkit.redshift;

/** What AWS does when a database user logs in with IAM: the Security Token Service, and RDS in front of PostgreSQL. */
package io.trawl.testkit.aws;

/** Logging in to databases of AWS with IAM: whose credentials are used, and the passwords that are made with them. */
package io.trawl.aws;

/**
 * Login with IAM to databases of AWS. Start with {@link AwsIdentity}, the credentials that a workflow names;
 * {@link RdsToken} makes passwords for RDS and Aurora from them; {@link AwsConfig} is the part of the workflow that
 * configures this.
 *
 * <p>This package must not depend on a source. It must not pass on an exception of the AWS SDK, whose text may hold
 * what was signed: {@link AwsFailures} says what went wrong.
 */
package io.trawl.aws;

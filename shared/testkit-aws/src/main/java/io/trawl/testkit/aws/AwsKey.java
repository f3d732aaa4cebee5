package io.trawl.testkit.aws;

/**
 * Credentials as AWS knows them.
 *
 * @param id the access key's id
 * @param secret what signatures are made with
 * @param sessionToken of temporary credentials; null for a lasting key
 */
public record AwsKey(String id, String secret, String sessionToken) {}

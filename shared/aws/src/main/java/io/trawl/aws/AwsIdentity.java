package io.trawl.aws;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * The credentials that a workflow names: a key, a profile, or what AWS' SDK finds; and with them those of a role. They
 * are obtained when they are first needed, and again after ten minutes. Safe for use by several threads.
 */
public final class AwsIdentity {

    /** A role's credentials are valid for a quarter of an hour at least. */
    private static final Duration KEPT = Duration.ofMinutes(10);

    /** What OpenMetadata's tool calls its sessions; a role's trust policy may ask for it. */
    private static final String SESSION_NAME = "OpenMetadataSession";

    /** How long one request may take, its answer included. */
    private static final Duration ATTEMPT = Duration.ofSeconds(10);
    /** How long all requests for one role may take. */
    private static final Duration ATTEMPTS = Duration.ofSeconds(30);

    private final AwsConfig config;
    private final String region;
    private final Clock clock;
    private AwsCredentials found;
    private Instant foundAt;

    /**
     * @param region of the STS that is asked for a role's credentials
     * @param clock when credentials are looked for again
     */
    public AwsIdentity(AwsConfig config, String region, Clock clock) {
        this.config = config;
        this.region = region;
        this.clock = clock;
    }

    /**
     * Credentials that are valid for some minutes.
     *
     * @throws SQLException if there are none, or AWS refuses the role; its state decides the kind of failure
     */
    public synchronized AwsCredentials credentials() throws SQLException {
        Instant now = clock.instant();
        if (found == null || !now.isBefore(foundAt.plus(KEPT))) {
            try {
                found = config.assumeRoleArn() == null ? own() : ofRole();
            } catch (SdkException e) {
                throw AwsFailures.translate(e);
            }
            foundAt = now;
        }
        return found;
    }

    private AwsCredentials own() {
        if (config.awsAccessKeyId() != null) {
            String secret = config.awsSecretAccessKey().reveal();
            return config.awsSessionToken() == null
                    ? AwsBasicCredentials.create(config.awsAccessKeyId(), secret)
                    : AwsSessionCredentials.create(
                            config.awsAccessKeyId(),
                            secret,
                            config.awsSessionToken().reveal());
        }
        if (config.profileName() != null) {
            try (var profile = ProfileCredentialsProvider.create(config.profileName())) {
                return profile.resolveCredentials();
            }
        }
        try (var chain = DefaultCredentialsProvider.builder().build()) {
            return chain.resolveCredentials();
        }
    }

    private AwsCredentials ofRole() {
        String session = config.assumeRoleSessionName() == null ? SESSION_NAME : config.assumeRoleSessionName();
        try (StsClient sts = StsClient.builder()
                .region(Region.of(region))
                .credentialsProvider(StaticCredentialsProvider.create(own()))
                .overrideConfiguration(limits -> limits.apiCallAttemptTimeout(ATTEMPT)
                        .apiCallTimeout(ATTEMPTS)
                        .addExecutionInterceptor(new SmallAnswers()))
                .build()) {
            Credentials role = sts.assumeRole(request -> request.roleArn(config.assumeRoleArn())
                            .roleSessionName(session)
                            .sourceIdentity(config.assumeRoleSourceIdentity()))
                    .credentials();
            return AwsSessionCredentials.create(role.accessKeyId(), role.secretAccessKey(), role.sessionToken());
        }
    }
}

package io.trawl.source.redshift;

import io.trawl.core.config.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * How to ask AWS for a password that lasts minutes; the keys are those of OpenMetadata's awsCredentials.json. Without
 * keys and without a profile it is the AWS SDK's default chain that finds credentials: environment, web identity (a
 * Kubernetes service account), container, instance.
 *
 * @param enabled read for compatibility: that this is there turns it on
 * @param awsAccessKeyId with {@code awsSecretAccessKey}, or null
 * @param awsSecretAccessKey with {@code awsAccessKeyId}, or null
 * @param awsRegion needed unless the host's name tells it
 * @param awsSessionToken of temporary keys, or null
 * @param endPointURL of Redshift's API, an interface VPC endpoint for example; null for AWS' own
 * @param profileName in {@code ~/.aws}, instead of keys; it may have a {@code role_arn} and {@code source_profile}
 * @param assumeRoleArn refused: a profile says it
 * @param assumeRoleSessionName no effect without a role
 * @param assumeRoleSourceIdentity no effect without a role
 */
public record AwsConfig(
        Boolean enabled,
        String awsAccessKeyId,
        Secret awsSecretAccessKey,
        String awsRegion,
        Secret awsSessionToken,
        String endPointURL,
        String profileName,
        String assumeRoleArn,
        String assumeRoleSessionName,
        String assumeRoleSourceIdentity) {

    public AwsConfig {
        awsAccessKeyId = blankToNull(awsAccessKeyId);
        awsSecretAccessKey = blankToNull(awsSecretAccessKey);
        awsRegion = blankToNull(awsRegion);
        awsSessionToken = blankToNull(awsSessionToken);
        endPointURL = blankToNull(endPointURL);
        profileName = blankToNull(profileName);
        if (blankToNull(assumeRoleArn) != null) {
            throw new IllegalArgumentException("assumeRoleArn: is not supported; give a profile of ~/.aws/config the"
                    + " role_arn and a source_profile, and name it in profileName");
        }
        if ((awsAccessKeyId == null) != (awsSecretAccessKey == null)) {
            throw new IllegalArgumentException((awsAccessKeyId == null ? "awsAccessKeyId" : "awsSecretAccessKey")
                    + ": is missing; the id and the secret of a key come in pairs");
        }
        if (awsSessionToken != null && awsAccessKeyId == null) {
            throw new IllegalArgumentException("awsSessionToken: belongs to an awsAccessKeyId, which is missing");
        }
        if (profileName != null && awsAccessKeyId != null) {
            throw new IllegalArgumentException(
                    "profileName: '" + profileName + "' and awsAccessKeyId exclude each other");
        }
        if (endPointURL != null && !isUrl(endPointURL)) {
            throw new IllegalArgumentException("endPointURL: '" + endPointURL + "' is not an http or https URL");
        }
    }

    private static boolean isUrl(String text) {
        try {
            URI uri = new URI(text);
            return uri.getHost() != null
                    && uri.getScheme() != null
                    && Set.of("http", "https").contains(uri.getScheme());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String blankToNull(String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static Secret blankToNull(Secret secret) {
        return secret == null || secret.reveal().isBlank() ? null : secret;
    }
}

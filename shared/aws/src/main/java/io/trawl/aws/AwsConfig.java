package io.trawl.aws;

import static io.trawl.api.util.OneLine.quoted;
import static io.trawl.api.util.OneLine.quotedAddress;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.trawl.api.util.Blank;
import io.trawl.api.workflow.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How to log in with IAM; the keys are those of OpenMetadata's awsCredentials.json, of which {@code enabled} has no effect:
 * that this is there turns it on. Without keys and without a profile it is the AWS SDK's default chain that finds
 * credentials: environment, web identity (a Kubernetes service account), container, instance.
 *
 * @param awsAccessKeyId with {@code awsSecretAccessKey}
 * @param awsSecretAccessKey with {@code awsAccessKeyId}
 * @param awsRegion needed unless the host's name contains it
 * @param awsSessionToken of temporary keys
 * @param endPointURL of the API that gives passwords, Redshift's, an interface VPC endpoint for example; null for AWS' own
 * @param profileName in {@code ~/.aws}, instead of keys; it may have a {@code role_arn} and {@code source_profile}
 * @param assumeRoleArn the role whose credentials are asked for with those above
 * @param assumeRoleSessionName what the role's session is called; null for OpenMetadata's default
 * @param assumeRoleSourceIdentity who takes on the role
 */
@JsonIgnoreProperties("enabled")
public record AwsConfig(
        @Nullable String awsAccessKeyId,
        @Nullable Secret awsSecretAccessKey,
        @Nullable String awsRegion,
        @Nullable Secret awsSessionToken,
        @Nullable String endPointURL,
        @Nullable String profileName,
        @Nullable String assumeRoleArn,
        @Nullable String assumeRoleSessionName,
        @Nullable String assumeRoleSourceIdentity) {

    /** The name of an endpoint that AWS gave a database, with its region. */
    private static final Pattern ENDPOINT = Pattern.compile(
            "^(?:[^.]+\\.)+([^.]+)\\.(?:rds|redshift(?:-serverless)?(?:-dev)?)\\.amazonaws\\.com(?:\\.cn)?\\z");

    public AwsConfig {
        awsAccessKeyId = Blank.toNull(awsAccessKeyId);
        awsSecretAccessKey = blankToNull(awsSecretAccessKey);
        awsRegion = Blank.toNull(awsRegion);
        awsSessionToken = blankToNull(awsSessionToken);
        endPointURL = Blank.toNull(endPointURL);
        profileName = Blank.toNull(profileName);
        assumeRoleArn = Blank.toNull(assumeRoleArn);
        assumeRoleSessionName = Blank.toNull(assumeRoleSessionName);
        assumeRoleSourceIdentity = Blank.toNull(assumeRoleSourceIdentity);
        if ((awsAccessKeyId == null) != (awsSecretAccessKey == null)) {
            throw new IllegalArgumentException((awsAccessKeyId == null ? "awsAccessKeyId" : "awsSecretAccessKey")
                    + ": is missing; the id and the secret of a key come in pairs");
        }
        if (awsSessionToken != null && awsAccessKeyId == null) {
            throw new IllegalArgumentException("awsSessionToken: belongs to an awsAccessKeyId, which is missing");
        }
        if (profileName != null && awsAccessKeyId != null) {
            throw new IllegalArgumentException(
                    "profileName: " + quoted(profileName) + " and awsAccessKeyId exclude each other");
        }
        if (endPointURL != null && !isUrl(endPointURL)) {
            throw new IllegalArgumentException(
                    "endPointURL: " + quotedAddress(endPointURL) + " is not an http or https URL");
        }
    }

    /**
     * The region.
     *
     * @param host of the database, whose endpoint contains it where {@code awsRegion} does not
     * @return empty if neither does
     */
    public Optional<String> region(String host) {
        return Optional.ofNullable(awsRegion).or(() -> ENDPOINT.matcher(host)
                .results()
                .map(endpoint -> endpoint.group(1))
                .findFirst());
    }

    private static boolean isUrl(String text) {
        try {
            URI uri = new URI(text);
            return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static Secret blankToNull(Secret secret) {
        return secret == null || secret.reveal().isBlank() ? null : secret;
    }
}

package io.trawl.aws;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Describes failures of requests to AWS for a password, or for the credentials to make one. Redshift's driver hides
 * them in an "unusual" failure of its own.
 *
 * <p>The error codes: <a
 * href="https://docs.aws.amazon.com/redshift/latest/APIReference/CommonErrors.html">Common errors</a> of Redshift's API,
 * and STS' ExpiredTokenException. The failure's cause is left behind: AWS answers a wrong signature with all that was
 * signed, the session token too.
 */
public final class AwsFailures {

    private static final Set<String> EXPIRED = Set.of("ExpiredToken", "ExpiredTokenException", "RequestExpired");

    /** These come with status 400 as well. */
    private static final Set<String> REFUSED = Set.of(
            "AccessDenied",
            "AccessDeniedException",
            "IncompleteSignature",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "MissingAuthenticationToken",
            "NotAuthorized",
            "OptInRequired",
            "SignatureDoesNotMatch",
            "UnauthorizedOperation",
            "UnrecognizedClientException");

    private static final int LONGEST = 300;

    private AwsFailures() {}

    /** A driver's failure in JDBC's words, with a state that decides its kind; itself if AWS had no part in it. */
    public static SQLException translate(SQLException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SdkException ofAws) {
                return translate(ofAws);
            }
        }
        return failure;
    }

    /** A failure of the SDK in JDBC's words, with a state that decides its kind. */
    public static SQLException translate(SdkException failure) {
        return failure instanceof AwsServiceException answer ? answered(answer) : unasked(failure);
    }

    private static SQLException answered(AwsServiceException answer) {
        int status = answer.statusCode();
        String code = answer.awsErrorDetails() == null
                ? null
                : answer.awsErrorDetails().errorCode();
        String text = answer.awsErrorDetails() == null
                ? answer.getMessage()
                : answer.awsErrorDetails().errorMessage();
        String said = " (" + (code == null ? "" : code + ", ") + "status " + status + "): " + shortened(text);
        if (answer.isThrottlingException() || status == 429 || status >= 500) {
            return transientFailure("AWS had no password to give" + said);
        }
        if (code != null && EXPIRED.contains(code)) {
            return permission("the AWS credentials have expired" + said);
        }
        if (status == 401 || status == 403 || code != null && REFUSED.contains(code)) {
            return permission("AWS refused a password" + said);
        }
        // The state of a database that does not exist: there is no such cluster, user or workgroup.
        return new SQLNonTransientConnectionException("AWS knows no password" + said, "3D000");
    }

    private static SQLException unasked(SdkException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return transientFailure("AWS did not answer: " + shortened(failure.getMessage()));
            }
        }
        return permission("no usable AWS credentials: " + shortened(failure.getMessage()));
    }

    private static SQLException permission(String message) {
        return new SQLInvalidAuthorizationSpecException(message, "28000");
    }

    private static SQLException transientFailure(String message) {
        return new SQLTransientConnectionException(message, "08001");
    }

    /** The first line: what was signed comes after it. */
    private static String shortened(String text) {
        String line =
                text == null ? "no message" : text.strip().lines().findFirst().orElse("no message");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}

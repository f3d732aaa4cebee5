package io.trawl.aws;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The region in the name of an endpoint that AWS gave a database. */
final class AwsRegion {

    private static final Pattern ENDPOINT = Pattern.compile(
            "(?:[^.]+\\.)+([^.]+)\\.(?:rds|redshift(?:-serverless)?(?:-dev)?)\\.amazonaws\\.com(?:\\.cn)?");

    private AwsRegion() {}

    /** The region; empty if the name is no such endpoint. */
    static Optional<String> ofHost(String host) {
        Matcher matcher = ENDPOINT.matcher(host);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}

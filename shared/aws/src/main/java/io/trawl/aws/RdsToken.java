package io.trawl.aws;

import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/**
 * Makes the passwords with which a database user logs in to RDS and Aurora: a request to connect, signed and never sent.
 * One is good for 15 minutes, so each connection needs its own. Signing sends no request; finding credentials may.
 *
 * <p>Source: <a
 * href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html">IAM database
 * authentication</a>.
 *
 * @param identity whose credentials sign the request; they need {@code rds-db:connect} for the database user
 * @param region of the database
 * @param clock when a token begins to be valid
 */
public record RdsToken(AwsIdentity identity, String region, Clock clock) {

    private static final Duration VALIDITY = Duration.ofMinutes(15);

    /**
     * A password for one connection.
     *
     * @param host the endpoint that RDS gave the database; it does not take a token for another name
     * @param user the database user
     * @throws SQLException if there are no credentials; its state decides the kind of failure
     */
    public String of(String host, int port, String user) throws SQLException {
        AwsCredentials credentials = identity.credentials();
        SdkHttpRequest connect = SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .protocol("https")
                .host(host)
                .port(port)
                .encodedPath("/")
                .putRawQueryParameter("Action", "connect")
                .putRawQueryParameter("DBUser", user)
                .build();
        URI signed = AwsV4HttpSigner.create()
                .sign(request -> request.identity(credentials)
                        .request(connect)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "rds-db")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, VALIDITY)
                        .putProperty(HttpSigner.SIGNING_CLOCK, clock))
                .request()
                .getUri();
        return signed.toString().substring("https://".length());
    }
}

package io.trawl.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.workflow.Secret;
import io.trawl.testkit.aws.AwsKey;
import io.trawl.testkit.aws.TokenService;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Roles and their lifetime are tested where databases are logged in to. */
class AwsIdentityTest {

    private static final String STS = "aws.endpointUrlSts";
    private static final String ROLE = "arn:aws:iam::123456789012:role/catalog";

    private static AwsIdentity identity(String token, String profile, String role) {
        String key = profile == null ? "AKIATEST" : null;
        return new AwsIdentity(
                new AwsConfig(
                        key,
                        key == null ? null : new Secret("s3cret"),
                        "eu-west-1",
                        token == null ? null : new Secret(token),
                        null,
                        profile,
                        role,
                        null,
                        "trawl"),
                "eu-west-1",
                Clock.systemUTC());
    }

    @AfterEach
    void forget() {
        System.clearProperty(STS);
    }

    @Test
    void aKeyAndATemporaryKey() throws Exception {
        assertThat(identity(null, null, null).credentials())
                .isEqualTo(AwsBasicCredentials.create("AKIATEST", "s3cret"));
        assertThat(identity("t0ken", null, null).credentials())
                .isEqualTo(AwsSessionCredentials.create("AKIATEST", "s3cret", "t0ken"));
    }

    @Test
    void aRole() throws Exception {
        try (TokenService sts = new TokenService("AKIATEST", ROLE, new AwsKey("ASIAROLE", "r0le", "r0le-token"))) {
            System.setProperty(STS, sts.uri().toString());
            assertThat(identity(null, null, ROLE).credentials())
                    .isEqualTo(AwsSessionCredentials.create("ASIAROLE", "r0le", "r0le-token"));
            assertThat(sts.asked()).singleElement().satisfies(request -> assertThat(request)
                    .containsEntry("SourceIdentity", "trawl"));
        }
    }

    @Test
    void anAnswerThatIsAFloodIsNotRead() {
        try (TokenService sts = new TokenService("AKIATEST", ROLE, new AwsKey("ASIAROLE", "r0le", "r0le-token"))) {
            System.setProperty(STS, sts.flooding(200L << 20).uri().toString());
            assertThatThrownBy(identity(null, null, ROLE)::credentials)
                    .isInstanceOf(SQLTransientConnectionException.class)
                    .hasMessageStartingWith("AWS did not answer: ")
                    .hasMessageContaining("the answer has more than 1048576 bytes")
                    .hasNoCause();
        }
    }

    @Test
    void aProfileThatIsNotThere() {
        assertThatThrownBy(identity(null, "no-such-profile", null)::credentials)
                .isInstanceOf(SQLInvalidAuthorizationSpecException.class)
                .hasMessageContaining("no usable AWS credentials: ")
                .hasMessageContaining("'no-such-profile'")
                .hasNoCause();
    }
}

package io.trawl.source.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trawl.api.model.FailureKind;
import io.trawl.source.jdbc.HostPort;
import io.trawl.testkit.HttpEndpoint;
import io.trawl.testkit.aws.AwsKey;
import io.trawl.testkit.aws.TokenService;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The driver asks AWS for a password: the SDK is real, AWS is an HTTP server that answers as Redshift's API does. */
class IamTest {

    private static final String HOST = "wh.abc123.eu-west-1.redshift.amazonaws.com";
    private static final String CANONICAL = "x-amz-security-token:t0ken-secret";

    @AutoClose
    private static HttpEndpoint aws;

    private static volatile int status;
    private static volatile String answer;
    private static final List<String> ASKED = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() {
        aws = new HttpEndpoint("aws", exchange -> {
            ASKED.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8) + " "
                    + exchange.getRequestHeaders().get("Authorization") + " "
                    + exchange.getRequestHeaders().get("X-Amz-Security-Token"));
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/xml");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        });
    }

    @BeforeEach
    void forget() {
        ASKED.clear();
    }

    private static void answersError(int withStatus, String code, String message) {
        status = withStatus;
        answer = """
                <ErrorResponse xmlns="http://redshift.amazonaws.com/doc/2012-12-01/">
                  <Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error>
                  <RequestId>7b0a1d8e</RequestId>
                </ErrorResponse>""".formatted(code, message);
    }

    private static SQLException failure(String hostPort, String endpoint) throws Exception {
        RedshiftConnection connection = RedshiftConnectionTest.read("""
                {'username': 'catalog', 'hostPort': '%s', 'database': 'dev', 'authType': {'awsConfig':
                 {'awsAccessKeyId': 'AKIATEST', 'awsSecretAccessKey': 'k3y-secret', 'awsSessionToken': 't0ken-secret',
                  'awsRegion': 'eu-west-1', 'endPointURL': '%s'}},
                 'connectionOptions': {'DbGroups': 'readers', 'AutoCreate': 'false', 'connectTimeout': '5'}}
                """.formatted(hostPort, endpoint));
        SQLException failure = refused(TestSource.connector(connection));
        StringWriter all = new StringWriter();
        failure.printStackTrace(new PrintWriter(all));
        assertThat(all.toString()).doesNotContain("k3y-secret", "t0ken-secret");
        return failure;
    }

    private static SQLException refused(RedshiftConnector connector) {
        SQLException failure = catchThrowableOfType(SQLException.class, () -> connector.open("dev"));
        assertThat((Throwable) failure).isNotNull();
        return failure;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String told(SQLException failure) {
        return RedshiftProvider.messages(new HostPort(HOST, 5439))
                .of("redshift")
                .about("dev", failure);
    }

    @ParameterizedTest
    @CsvSource({"403, ExpiredToken", "400, ExpiredTokenException", "400, RequestExpired"})
    void expiredCredentials(int withStatus, String code) throws Exception {
        answersError(withStatus, code, "The security token included in the request is expired");
        SQLException failure = failure(HOST, aws.uri("").toString());
        assertThat(RedshiftFailures.INSTANCE.classify(failure)).isEqualTo(FailureKind.PERMISSION);
        assertThat(told(failure))
                .isEqualTo("source redshift at " + HOST + ":5439/dev: the AWS credentials have expired (" + code
                        + ", status " + withStatus + "): The security token included in the request is expired");
    }

    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied, PERMISSION, AWS refused a password",
        "400, UnauthorizedOperation, PERMISSION, AWS refused a password",
        "403, InvalidClientTokenId, PERMISSION, AWS refused a password",
        "403, SomethingNew, PERMISSION, AWS refused a password",
        "404, ClusterNotFound, INVALID, AWS knows no password",
        "400, ValidationError, INVALID, AWS knows no password",
        "400, Throttling, TRANSIENT, AWS had no password to give",
        "503, ServiceUnavailable, TRANSIENT, AWS had no password to give",
    })
    void theCodeDecides(int withStatus, String code, FailureKind kind, String start) throws Exception {
        answersError(withStatus, code, "for this reason");
        SQLException failure = failure(HOST, aws.uri("").toString());
        assertThat(RedshiftFailures.INSTANCE.classify(failure)).isEqualTo(kind);
        assertThat(told(failure))
                .endsWith("/dev: " + start + " (" + code + ", status " + withStatus + "): for this reason");
    }

    @Test
    void whatWasSignedIsNotTold() throws Exception {
        answersError(
                403,
                "SignatureDoesNotMatch",
                "The request signature does not match.\n\nThe Canonical String for this request should have been\n'POST\n"
                        + CANONICAL + "'");
        SQLException failure = failure(HOST, aws.uri("").toString());
        assertThat(RedshiftFailures.INSTANCE.classify(failure)).isEqualTo(FailureKind.PERMISSION);
        assertThat(told(failure))
                .endsWith("(SignatureDoesNotMatch, status 403): The request signature does not match.");
    }

    @Test
    void nobodyAnswersForAws() throws Exception {
        int port = freePort();
        SQLException failure = failure(HOST, "http://127.0.0.1:" + port);
        assertThat(RedshiftFailures.INSTANCE.classify(failure)).isEqualTo(FailureKind.TRANSIENT);
        assertThat(told(failure)).contains("/dev: AWS did not answer: ").hasLineCount(1);
    }

    @Test
    void whatIsAskedFor() throws Exception {
        answersError(403, "AccessDenied", "no");
        failure(HOST, aws.uri("").toString());
        assertThat(ASKED).hasSize(1);
        assertThat(ASKED.get(0))
                .contains("Action=GetClusterCredentials")
                .contains("ClusterIdentifier=wh")
                .contains("DbUser=catalog")
                .contains("DbName=dev")
                .contains("DbGroups.DbGroup.1=readers")
                .contains("AutoCreate=false")
                .contains("Credential=AKIATEST/")
                .contains("/eu-west-1/redshift/aws4_request")
                .contains("[t0ken-secret]");
    }

    @Test
    void aServerlessWorkgroupIsAskedForThroughItsOwnApi() throws Exception {
        status = 400;
        answer = "{\"__type\":\"ExpiredTokenException\",\"message\":\"expired\"}";
        String host = "wg.123456789012.eu-west-1.redshift-serverless.amazonaws.com";
        SQLException failure = failure(host, aws.uri("").toString());
        assertThat(RedshiftFailures.INSTANCE.classify(failure)).isEqualTo(FailureKind.PERMISSION);
        assertThat((Throwable) failure).hasMessageContaining("the AWS credentials have expired");
        assertThat(ASKED.get(0)).contains("\"workgroupName\":\"wg\"").contains("\"dbName\":\"dev\"");
    }

    @Test
    void noCredentialsAtAll() throws Exception {
        RedshiftConnection connection = RedshiftConnectionTest.read(
                "{'authType': {'awsConfig': {'profileName': 'no-such-profile', 'awsRegion': 'eu-west-1'}}}");
        SQLException failure = refused(TestSource.connector(connection));
        assertThat(RedshiftFailures.INSTANCE.classify(failure)).isEqualTo(FailureKind.PERMISSION);
        assertThat(told(failure)).endsWith("/dev: no usable AWS credentials: No AWS profile named 'no-such-profile'");
    }

    @Test
    void thePasswordThatAwsGivesIsUsed() throws Exception {
        status = 200;
        answer = """
                <GetClusterCredentialsResponse xmlns="http://redshift.amazonaws.com/doc/2012-12-01/">
                  <GetClusterCredentialsResult>
                    <DbUser>IAM:catalog</DbUser><DbPassword>t3mporary</DbPassword>
                    <Expiration>2099-01-01T00:00:00.000Z</Expiration>
                  </GetClusterCredentialsResult>
                  <ResponseMetadata><RequestId>7b0a1d8e</RequestId></ResponseMetadata>
                </GetClusterCredentialsResponse>""";
        int port = freePort();
        SQLException failure = failure("127.0.0.1:" + port, aws.uri("").toString());
        assertThat(ASKED).anyMatch(request -> request.contains("Action=GetClusterCredentials"));
        assertThat(RedshiftFailures.INSTANCE.classify(failure)).isEqualTo(FailureKind.TRANSIENT);
        assertThat(told(failure))
                .endsWith("connection refused; is the host right, may this network reach it, and is the cluster"
                        + " paused?");
    }

    /** The keys beside a host that is no endpoint of AWS, and what AWS is asked. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'clusterIdentifier': 'wh' | Action=GetClusterCredentials | ClusterIdentifier=wh",
                "'workgroupName': 'wg' | `\"dbName\":\"dev\"` | `\"workgroupName\":\"wg\"`",
            })
    void whatTheHostDoesNotTellIsAskedFor(String key, String first, String second) throws Exception {
        status = 403;
        answer = "{\"__type\":\"AccessDeniedException\",\"message\":\"no\"}";
        RedshiftConnection connection = RedshiftConnectionTest.read("""
                {'username': 'catalog', 'hostPort': 'vpce-1.example.com', 'database': 'dev', 'authType': {'awsConfig':
                 {'awsAccessKeyId': 'AKIATEST', 'awsSecretAccessKey': 'k3y-secret', 'awsRegion': 'eu-west-1',
                  'endPointURL': '%s'}}, %s}
                """.formatted(aws.uri(""), key));
        refused(TestSource.connector(connection));
        assertThat(ASKED).last().asString().contains(first, second);
    }

    @Test
    void aRoleAsksForThePassword() throws Exception {
        answersError(403, "AccessDenied", "not the role either");
        String role = "arn:aws:iam::123456789012:role/catalog";
        AwsKey ofRole = new AwsKey("ASIAROLE", "r0le-secret", "r0le-token");
        try (TokenService sts = new TokenService("AKIATEST", role, ofRole)) {
            System.setProperty("aws.endpointUrlSts", sts.uri().toString());
            RedshiftConnection connection = RedshiftConnectionTest.read("""
                    {'username': 'catalog', 'database': 'dev', 'authType': {'awsConfig': {'awsAccessKeyId': 'AKIATEST',
                      'awsSecretAccessKey': 'k3y-secret', 'endPointURL': '%s', 'assumeRoleArn': '%s',
                      'assumeRoleSessionName': 'catalog', 'assumeRoleSourceIdentity': 'trawl'}}}
                    """.formatted(aws.uri(""), role));
            RedshiftConnector connector = TestSource.connector(connection);
            for (int i = 0; i < 2; i++) {
                SQLException failure = refused(connector);
                assertThat((Throwable) failure).hasMessageContaining("not the role either");
                assertThat(RedshiftFailures.INSTANCE.classify(failure)).isEqualTo(FailureKind.PERMISSION);
            }
            assertThat(sts.asked()).hasSize(1).first().satisfies(request -> assertThat(request)
                    .containsEntry("RoleSessionName", "catalog")
                    .containsEntry("SourceIdentity", "trawl"));
        } finally {
            System.clearProperty("aws.endpointUrlSts");
        }
        assertThat(ASKED).allSatisfy(request -> assertThat(request)
                .contains("Action=GetClusterCredentials")
                .contains("Credential=ASIAROLE/")
                .contains("[r0le-token]")
                .doesNotContain("AKIATEST"));
    }

    @Test
    void aRoleThatIsRefused() throws Exception {
        try (TokenService sts = new TokenService("AKIAOTHER", "arn:other", new AwsKey("a", "b", "c"))) {
            System.setProperty("aws.endpointUrlSts", sts.uri().toString());
            RedshiftConnection connection = RedshiftConnectionTest.read("""
                    {'authType': {'awsConfig': {'awsAccessKeyId': 'AKIATEST', 'awsSecretAccessKey': 'k3y-secret',
                      'assumeRoleArn': 'arn:aws:iam::1:role/r'}}}
                    """);
            SQLException failure = refused(TestSource.connector(connection));
            assertThat(RedshiftFailures.INSTANCE.classify(failure)).isEqualTo(FailureKind.PERMISSION);
            assertThat(told(failure))
                    .endsWith(
                            "/dev: AWS refused a password (AccessDenied, status 403): User is not authorized to perform:"
                                    + " sts:AssumeRole on resource: arn:aws:iam::1:role/r");
        } finally {
            System.clearProperty("aws.endpointUrlSts");
        }
        assertThat(ASKED).isEmpty();
    }
}

package io.trawl.source.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.workflow.Secret;
import io.trawl.aws.AwsConfig;
import io.trawl.aws.AwsIdentity;
import io.trawl.aws.RdsToken;
import io.trawl.environment.source.Sources;
import io.trawl.source.jdbc.SslConfig;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.Records;
import io.trawl.testkit.SelfSigned;
import io.trawl.testkit.SettableClock;
import io.trawl.testkit.aws.AwsKey;
import io.trawl.testkit.aws.RdsFront;
import io.trawl.testkit.aws.TokenService;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Users of RDS and Aurora, who log in with IAM. */
class RdsLoginTest {

    private static final String STS = "aws.endpointUrlSts";
    private static final String ROLE = "arn:aws:iam::123456789012:role/catalog";
    private static final AwsKey OF_ROLE = new AwsKey("ASIAROLE", "r0le-secret", "r0le-token");
    private static final AwsKey OWN = new AwsKey("AKIAOWN", "0wn-secret", null);

    @AutoClose
    private static EmbeddedDatabase server;

    private static SelfSigned certificate;

    private final SettableClock clock = new SettableClock(Instant.now());
    private RdsFront rds;

    @BeforeAll
    static void start() throws Exception {
        certificate = new SelfSigned("localhost");
        server = EmbeddedDatabase.start();
        server.execute("CREATE ROLE reader LOGIN; CREATE TABLE arrived (id int)");
    }

    @AfterEach
    void closeFront() {
        System.clearProperty(STS);
        if (rds != null) {
            rds.close();
        }
    }

    private void front(AwsKey key, Clock time) throws Exception {
        rds = new RdsFront(server, certificate.serverContext(), key, time);
    }

    private static AwsConfig aws(AwsKey key, String role) {
        return new AwsConfig(key.id(), new Secret(key.secret()), "eu-west-1", null, null, null, role, null, null);
    }

    private PostgresConnection connection(AwsConfig aws, String mode, SslConfig certificates) {
        return Records.with(
                TestSource.connection(rds.hostPort(), "reader", null, EmbeddedDatabase.DATABASE),
                "authType",
                new PostgresConnection.AuthType(null, aws, null),
                "sslMode",
                mode,
                "sslConfig",
                certificates);
    }

    private PostgresConnector connector(AwsConfig aws) {
        PostgresConnection connection = connection(aws, null, null);
        return new PostgresConnector(
                connection.address(),
                ConnectionProperties.of(connection, Path.of("")),
                new RdsToken(new AwsIdentity(aws, "eu-west-1", clock), "eu-west-1", clock));
    }

    @Test
    void aKeyLogsInAndEverythingIsRead() throws Exception {
        front(OWN, Clock.systemUTC());
        SslConfig authority = new SslConfig(certificate.pem(), null, null);
        for (String mode : new String[] {null, "require", "verify-full", "disable"}) {
            try (DiscoverableSource source = TestSource.open(connection(aws(OWN, null), mode, authority))) {
                assertThat(Sources.listAll(source, EntityType.TABLE))
                        .extracting(found -> found.id())
                        .contains("svc.postgres.public.arrived");
            }
        }
        assertThat(rds.refusals()).isEmpty();
    }

    @Test
    void eachConnectionHasATokenOfItsOwn() throws Exception {
        front(OWN, clock);
        PostgresConnector connector = connector(aws(OWN, null));
        connector.open(EmbeddedDatabase.DATABASE).close();
        clock.advance(Duration.ofMinutes(20)); // the first has expired
        connector.open(EmbeddedDatabase.DATABASE).close();
        assertThat(rds.tokens()).hasSize(2).doesNotHaveDuplicates();
        assertThat(rds.refusals()).isEmpty();
    }

    @Test
    void aRoleIsTakenOnWithTheKey() throws Exception {
        front(OF_ROLE, clock);
        try (TokenService sts = new TokenService(OWN.id(), ROLE, OF_ROLE)) {
            System.setProperty(STS, sts.uri().toString());
            PostgresConnector connector = connector(aws(OWN, ROLE));
            connector.open(EmbeddedDatabase.DATABASE).close();
            connector.open(EmbeddedDatabase.DATABASE).close();
            assertThat(sts.asked()).hasSize(1).first().satisfies(request -> assertThat(request)
                    .containsEntry("RoleSessionName", "OpenMetadataSession")
                    .doesNotContainKey("SourceIdentity"));
            clock.advance(Duration.ofMinutes(10));
            connector.open(EmbeddedDatabase.DATABASE).close();
            assertThat(sts.asked()).hasSize(2);
        }
        assertThat(rds.refusals()).isEmpty();
    }

    @Test
    void aRoleThatIsRefusedIsAPermissionThatLacks() throws Exception {
        front(OF_ROLE, clock);
        try (TokenService sts = new TokenService("AKIAOTHER", ROLE, OF_ROLE)) {
            System.setProperty(STS, sts.uri().toString());
            PostgresConnector connector = connector(aws(OWN, ROLE));
            SQLException failure =
                    catchThrowableOfType(SQLException.class, () -> connector.open(EmbeddedDatabase.DATABASE));
            assertThat(PostgresFailures.INSTANCE.classify(failure)).isEqualTo(FailureKind.PERMISSION);
            assertThat((Throwable) failure)
                    .hasMessage("AWS refused a password (AccessDenied, status 403): User is not authorized to perform:"
                            + " sts:AssumeRole on resource: " + ROLE)
                    .hasNoCause();
        }
        assertThat(rds.tokens()).isEmpty();
    }

    @Test
    void anotherKeyIsRefusedByTheServer() throws Exception {
        front(OWN, Clock.systemUTC());
        AwsKey wrong = new AwsKey("AKIAOWN", "an0ther-secret", null);
        try (DiscoverableSource source = TestSource.open(connection(aws(wrong, null), null, null))) {
            assertThatThrownBy(source::discoverHierarchy)
                    .isInstanceOfSatisfying(TrawlException.class, failure -> assertThat(failure.kind())
                            .isEqualTo(FailureKind.PERMISSION))
                    .hasMessageContaining("PAM authentication failed for user \"reader\"")
                    .hasMessageNotContaining("secret");
        }
        assertThat(rds.refusals()).containsOnly("the signature is wrong");
    }

    @Test
    void withoutCredentialsNothingIsSent() throws Exception {
        front(OWN, Clock.systemUTC());
        AwsConfig profile = new AwsConfig(null, null, "eu-west-1", null, null, "no-such-profile", null, null, null);
        try (DiscoverableSource source = TestSource.open(connection(profile, null, null))) {
            assertThatThrownBy(source::discoverHierarchy)
                    .isInstanceOfSatisfying(TrawlException.class, failure -> assertThat(failure.kind())
                            .isEqualTo(FailureKind.PERMISSION))
                    .hasMessageContaining(
                            "no usable AWS credentials: Profile file contained no credentials for profile 'no-such-profile'");
        }
        assertThat(rds.tokens()).isEmpty();
    }

    @Test
    void theFrontIsStrict() throws Exception {
        front(OWN, clock);
        Properties plain = new Properties();
        plain.putAll(Map.of("user", "reader", "password", "p4ss", "sslmode", "disable"));
        for (String mode : List.of("disable", "require")) {
            plain.setProperty("sslmode", mode);
            assertThatThrownBy(() -> new org.postgresql.Driver()
                            .connect("jdbc:postgresql://" + rds.hostPort() + "/postgres", plain))
                    .hasMessageContaining("PAM authentication failed");
        }
        assertThat(rds.refusals()).containsExactly("the session is not encrypted", "it is for p4ss");
    }
}

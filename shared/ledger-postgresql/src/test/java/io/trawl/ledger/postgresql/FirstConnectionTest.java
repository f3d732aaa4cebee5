package io.trawl.ledger.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.ledger.ConnectRetry;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.workflow.LedgerConfig;
import io.trawl.api.workflow.Secret;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.FaultProxy;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

/** The first connection waits for a server that cannot be reached yet, and for nothing else. */
@Timeout(180)
class FirstConnectionTest {

    private static final int CLIENTS = 30;
    private static final int CONNECTIONS = 10;
    private static final Duration LEASE = Duration.ofSeconds(30);

    /** Far below the two minutes that would be waited. */
    private static final Duration AT_ONCE = Duration.ofSeconds(30);

    private final ConcurrentLinkedQueue<String> said = new ConcurrentLinkedQueue<>();

    private PostgresLedger open(String hostPort, ConnectRetry retry) {
        return PostgresLedger.open(TestServer.config(hostPort, LEASE), retry, Duration.ofMinutes(2));
    }

    private ConnectRetry patient() {
        return ConnectRetry.patient(() -> false, said::add);
    }

    /** The schema is not there either: one of them makes it while the others fight for connections. */
    @Test
    void manyMoreClientsThanConnectionsAllGetTheirTurn() throws Exception {
        try (EmbeddedDatabase server = EmbeddedDatabase.start(
                Map.of("max_connections", Integer.toString(CONNECTIONS), "superuser_reserved_connections", "0"))) {
            List<Connection> all = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                all.add(server.connect(EmbeddedDatabase.DATABASE));
            }
            List<Callable<Boolean>> tasks = new ArrayList<>(Collections.nCopies(CLIENTS, () -> {
                try (PostgresLedger ledger = open(server.hostPort(), patient())) {
                    return ledger.runs(null, 1).isEmpty();
                }
            }));
            tasks.add(() -> {
                Waiting.until("every client waits", () -> said.size() == CLIENTS);
                for (Connection connection : all) {
                    connection.close();
                }
                return true;
            });
            assertThat(Waiting.together(tasks)).containsOnly(true);
            assertThat(said)
                    .hasSize(CLIENTS)
                    .containsOnly("waiting up to 120 s for the ledger at " + server.hostPort()
                            + "/postgres: sorry, too many clients already");
        }
    }

    @Test
    void aServerThatStartsLateIsWaitedFor() throws Exception {
        try (EmbeddedDatabase server = EmbeddedDatabase.start()) {
            server.stop();
            CompletableFuture<PostgresLedger> opening =
                    CompletableFuture.supplyAsync(() -> open(server.hostPort(), patient()));
            Waiting.until("it says what it waits for", () -> !said.isEmpty());
            server.restart();
            opening.get().close();
            assertThat(said)
                    .containsExactly("waiting up to 120 s for the ledger at " + server.hostPort()
                            + "/postgres: connection refused; is the host right, and does a server listen there?");
        }
    }

    @Test
    void aServerThatTakesConnectionsAndSaysNothingIsWaitedFor() throws Exception {
        try (FaultProxy proxy = FaultProxy.start(TestServer.shared()).freeze()) {
            String url = "jdbc:postgresql://" + proxy.hostPort() + "/postgres?loginTimeout=1&socketTimeout=1";
            CompletableFuture<PostgresLedger> opening = CompletableFuture.supplyAsync(() -> PostgresLedger.open(
                    new LedgerConfig(url, EmbeddedDatabase.USERNAME, null, LEASE, 20), patient(), LEASE));
            Waiting.until("it says what it waits for", () -> !said.isEmpty());
            proxy.heal();
            opening.get().close();
        }
    }

    @Test
    void aConnectionThatIsLostWhileLoggingInIsMadeAgain() throws Exception {
        try (FaultProxy proxy = FaultProxy.start(TestServer.shared())) {
            proxy.cut(1);
            open(proxy.hostPort(), patient()).close();
            assertThat(proxy.total()).as("the one that was lost, and another").isGreaterThan(1);
        }
    }

    /** A person who has given a wrong port is told at once. */
    @Test
    void aServerThatDoesNotAnswerIsNotWaitedForIfOnlyAnswersAre() throws Exception {
        TrawlException refused = refusedAtOnce(noServer(), ConnectRetry.whileAnswered(said::add));
        assertThat(refused).hasMessageContaining("connection refused");
        assertThat(said).isEmpty();
    }

    @Test
    void aStopIsNoticed() throws Exception {
        AtomicBoolean stopped = new AtomicBoolean();
        CountDownLatch waits = new CountDownLatch(1);
        LedgerConfig config = noServer();
        CompletableFuture<TrawlException> opening = CompletableFuture.supplyAsync(
                () -> TestServer.refused(config, ConnectRetry.patient(stopped::get, line -> waits.countDown())));
        waits.await();
        long begun = System.nanoTime();
        stopped.set(true);
        TrawlException refused = opening.get();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(AT_ONCE);
        assertThat(refused.kind()).isEqualTo(FailureKind.TRANSIENT);
    }

    /** Why the ledger cannot be opened, which is known at once. */
    private static TrawlException refusedAtOnce(LedgerConfig config, ConnectRetry retry) {
        long begun = System.nanoTime();
        TrawlException refused = TestServer.refused(config, retry);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(AT_ONCE);
        return refused;
    }

    /** The address of a server that does not run. */
    private static LedgerConfig noServer() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return TestServer.config("127.0.0.1:" + free.getLocalPort(), LEASE);
        }
    }

    @ParameterizedTest(name = "{0}/{1} as {2}")
    @CsvSource({
        "server, postgres, locked, PERMISSION, 'password authentication failed for user \"locked\"'",
        "server, nowhere, postgres, INVALID, 'database \"nowhere\" does not exist'",
        "no-such-host.invalid:5432, postgres, postgres, TRANSIENT, unknown host"
    })
    void whatDoesNotPassIsSaidAtOnce(String host, String database, String user, FailureKind kind, String why) {
        EmbeddedDatabase server = TestServer.shared();
        if (user.equals("locked")) {
            server.execute("postgres", "CREATE ROLE locked LOGIN PASSWORD 'another'");
            server.requirePassword("locked");
        }
        String hostPort = host.equals("server") ? server.hostPort() : host;
        LedgerConfig config =
                new LedgerConfig(TestServer.url(hostPort, database), user, new Secret("hunter2-and-more"), LEASE, 20);
        TrawlException refused = refusedAtOnce(config, patient());
        assertThat(refused).hasMessage("ledger at " + hostPort + "/" + database + ": " + why);
        assertThat(refused.kind()).isEqualTo(kind);
        assertThat(said).isEmpty();
    }

    private static SQLException server(String state) {
        return new PSQLException(new ServerErrorMessage("SFATAL\0VFATAL\0C" + state + "\0Mmessage\0"));
    }

    private static SQLException driver(PSQLState state, IOException cause) {
        return new PSQLException("text", state, cause);
    }

    private static SSLException handshake(Exception cause) {
        SSLException failure = new SSLHandshakeException("handshake");
        failure.initCause(cause);
        return failure;
    }

    static List<Arguments> failures() {
        PSQLState connect = PSQLState.CONNECTION_UNABLE_TO_CONNECT;
        PSQLState failure = PSQLState.CONNECTION_FAILURE;
        return List.of(
                Arguments.of("too many connections", server("53300"), true),
                Arguments.of("starting or shutting down", server("57P03"), true),
                Arguments.of("ended by an administrator", server("57P01"), true),
                Arguments.of("after a crash", server("57P02"), true),
                Arguments.of("pgbouncer's own failures", server("08P01"), true),
                Arguments.of("wrong password", server("28P01"), false),
                Arguments.of("no entry in pg_hba.conf", server("28000"), false),
                Arguments.of("no such database", server("3D000"), false),
                Arguments.of("no CONNECT on the database", server("42501"), false),
                Arguments.of("database takes no connections", server("55000"), false),
                Arguments.of("connection refused", driver(connect, new ConnectException("refused")), true),
                Arguments.of("no connection in time", driver(connect, new SocketTimeoutException("connect")), true),
                Arguments.of("no login in time, no primary", driver(connect, null), true),
                Arguments.of("unknown host", driver(connect, new UnknownHostException("db")), false),
                Arguments.of("reset", driver(failure, new SocketException("Connection reset")), true),
                Arguments.of("closed", driver(failure, new EOFException()), true),
                Arguments.of("closed within TLS", driver(failure, handshake(new EOFException())), true),
                Arguments.of("certificate not trusted", driver(failure, handshake(null)), false),
                Arguments.of("no TLS at the server", driver(PSQLState.CONNECTION_REJECTED, null), false),
                Arguments.of("no PostgreSQL at the port", driver(PSQLState.PROTOCOL_VIOLATION, null), false));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("failures")
    void whichFailuresPass(String name, SQLException failure, boolean passes) {
        assertThat(DatabaseFailures.passesAtStart(failure)).isEqualTo(passes);
    }
}

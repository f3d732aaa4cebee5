package io.trawl.ledger.postgresql;

import io.trawl.api.ledger.ConnectRetry;
import io.trawl.api.workflow.LedgerConfig;
import io.trawl.testkit.EmbeddedDatabase;
import java.time.Duration;

/** One server for the tests of this module that do not break theirs. */
final class TestServer {

    private static EmbeddedDatabase shared;

    private TestServer() {}

    static synchronized EmbeddedDatabase shared() {
        if (shared == null) {
            EmbeddedDatabase started = EmbeddedDatabase.start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            shared = started;
        }
        return shared;
    }

    static LedgerConfig config(String hostPort, Duration lease) {
        return new LedgerConfig(
                "jdbc:postgresql://" + hostPort + "/" + EmbeddedDatabase.DATABASE,
                EmbeddedDatabase.USERNAME,
                null,
                lease,
                LedgerConfig.DEFAULT_KEEP_RUNS);
    }

    static PostgresLedger open(String hostPort, Duration lease) {
        return PostgresLedger.open(config(hostPort, lease), ConnectRetry.none(), Duration.ofSeconds(30));
    }

    static PostgresLedger open(Duration lease) {
        return open(shared().hostPort(), lease);
    }
}

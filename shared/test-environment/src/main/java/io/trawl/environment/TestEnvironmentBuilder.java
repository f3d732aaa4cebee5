package io.trawl.environment;

import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import io.trawl.testkit.openmetadata.OpenMetadataServerBuilder;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Describes a {@link TestEnvironment}; what is not said is left out. */
public final class TestEnvironmentBuilder {

    private static final AtomicInteger LEDGERS = new AtomicInteger();

    final Path folder;
    final EmbeddedDatabase server;
    String database = TestEnvironment.DATABASE;
    EmbeddedDatabase ledgerServer;
    String ledgerDatabase = "ledger_" + LEDGERS.incrementAndGet();
    OpenMetadataServer catalog;
    boolean ownCatalog;
    boolean proxied;
    boolean emptyLedger;

    TestEnvironmentBuilder(Path folder, EmbeddedDatabase server) {
        this.folder = folder;
        this.server = server;
        this.ledgerServer = server;
    }

    /** Another database of the source's server than {@link TestEnvironment#DATABASE}. */
    public TestEnvironmentBuilder database(String name) {
        database = name;
        return this;
    }

    /** A ledger in a database that others may use, too, and not in one of its own in the source's server. */
    public TestEnvironmentBuilder ledger(EmbeddedDatabase ledgers, String name) {
        ledgerServer = ledgers;
        ledgerDatabase = name;
        return this;
    }

    /** A catalog of its own. */
    public TestEnvironmentBuilder catalog(OpenMetadataServerBuilder settings) {
        catalog = settings.start();
        ownCatalog = true;
        return this;
    }

    /** A catalog of its own without the published schemas. */
    public TestEnvironmentBuilder catalog() {
        return catalog(OpenMetadataServer.builder().withoutSchemas());
    }

    /** A catalog that stays when the environment is closed. */
    public TestEnvironmentBuilder catalog(OpenMetadataServer shared) {
        catalog = shared;
        return this;
    }

    /** With a proxy before the source. */
    public TestEnvironmentBuilder proxied() {
        proxied = true;
        return this;
    }

    /** The ledger's database stays empty: what uses it first makes the tables. */
    public TestEnvironmentBuilder emptyLedger() {
        emptyLedger = true;
        return this;
    }

    /**
     * Makes what is not there yet, by default the ledger's tables too: a command that finds another one making them says so.
     */
    public TestEnvironment open() {
        return new TestEnvironment(this);
    }
}

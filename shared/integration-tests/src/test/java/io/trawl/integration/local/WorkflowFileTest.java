package io.trawl.integration.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.model.TrawlException;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.ConfigException;
import io.trawl.engine.IngestionEngine;
import io.trawl.environment.LocalRun;
import io.trawl.testkit.EmbeddedDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a workflow file makes of a run, beyond what is read. */
class WorkflowFileTest {

    /** A name for which {@link #HOPELESS} takes ages. */
    private static final String NAME = "a".repeat(40) + "!";

    private static final String HOPELESS = "(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)[^a-z!]";

    @AutoClose
    private static EmbeddedDatabase server;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        server = EmbeddedDatabase.start();
        server.createDatabase("ledger");
        server.createDatabase("shop");
        server.execute(
                "shop",
                "CREATE TABLE orders (id int); CREATE SCHEMA \"" + NAME + "\"; CREATE TABLE \"" + NAME + "\" ()");
    }

    private LocalRun run() {
        return new LocalRun(folder, server, "shop");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void itsWarningsAreInTheReportOnce(boolean ledger) {
        LocalRun run = run().source("queryLogDuration: 3, incremental: {enabled: true}")
                .connection("connectionArguments: {keepalives_idle: 30}");
        if (ledger) {
            run.ledger(server, "ledger");
        }
        Report report = run.execute();
        String file = folder.resolve("test.yaml") + ": source.";
        assertThat(report.warnings())
                .containsExactly(
                        file + "sourceConfig.config.queryLogDuration: has no effect here: Trawl reads no query logs",
                        file + "serviceConnection.config.connectionArguments.keepalives_idle: has no effect here: the"
                                + " operating system decides",
                        file
                                + "sourceConfig.config.incremental.enabled: has no effect here: source"
                                + " postgres does not say what was altered; with a ledger only changes are written");
        assertThat(report.entities().ingested()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tableFilterPattern", "schemaFilterPattern"})
    void aFilterThatTakesTooLongEndsTheRunAndIsNamed(String key) {
        LocalRun run = run().source(key + ": {excludes: ['^x', '" + HOPELESS + "']}");
        assertThatThrownBy(run::execute)
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("source.sourceConfig.config." + key + ".excludes[1]: '" + HOPELESS
                        + "' takes too long on the name '" + NAME + "'");
        assertThatThrownBy(() -> new IngestionEngine().plan(run.workflow())).isInstanceOf(ConfigException.class);
    }

    @ParameterizedTest
    @CsvSource({"any, true", "read-write, true", "primary, true", "prefer-standby, true", "standby, false"})
    void theKindOfServerThatLibpqIsAskedFor(String kind, boolean found) {
        LocalRun run = run().connection("connectionArguments: {target_session_attrs: " + kind + "}");
        if (found) {
            assertThat(run.execute().entities().ingested()).isEqualTo(2);
        } else {
            assertThatThrownBy(run::execute)
                    .isInstanceOf(TrawlException.class)
                    .hasMessageContaining("Could not find a server with specified targetServerType: secondary");
        }
    }

    @Test
    void libpqsWordsForEncryptionAreUnderstood() {
        assertThatThrownBy(() -> run().connection("connectionOptions: {sslmode: require}")
                        .execute())
                .isInstanceOf(TrawlException.class)
                .hasMessageContaining("The server does not support SSL");
        assertThat(run().connection("connectionOptions: {sslmode: disable, client_encoding: utf8}")
                        .execute()
                        .warnings())
                .isEqualTo(List.of());
    }
}

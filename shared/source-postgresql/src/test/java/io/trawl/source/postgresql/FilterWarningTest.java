package io.trawl.source.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.report.Report;
import io.trawl.testkit.EmbeddedDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A filter that lets nothing through is a mistake more often than not, and the run succeeds: a warning says so. */
class FilterWarningTest {

    @AutoClose
    private static EmbeddedDatabase server;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        server = EmbeddedDatabase.start();
        server.createDatabase("shop");
        server.execute(
                "shop",
                "CREATE SCHEMA one; CREATE SCHEMA two; CREATE TABLE one.a (a int); CREATE VIEW two.b AS SELECT 1 AS b;"
                        + "CREATE FUNCTION one.f() RETURNS int LANGUAGE sql AS 'SELECT 1'");
        server.createDatabase("hollow");
        server.execute("hollow", "DROP SCHEMA public");
    }

    private FileRun run(String database, String sourceConfig) {
        return new FileRun(folder.resolve("out.ndjson"), server.hostPort(), database)
                .sourceConfig("includeStoredProcedures: true" + sourceConfig);
    }

    private static void assertWarnings(FileRun run, String... warnings) {
        Report report = run.execute();
        assertThat(report.state()).isEqualTo(Report.State.SUCCESS);
        assertThat(report.warnings()).containsExactly(warnings);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "schemaFilterPattern: {includes: ['^sales$']}          | schemaFilterPattern: lets no schema through (3 were seen)",
                "schemaFilterPattern: {excludes: ['.*']}               | schemaFilterPattern: lets no schema through (3 were seen)",
                "tableFilterPattern: {includes: ['^orders$']}          | tableFilterPattern: lets no table or view through (2 were seen)",
                "storedProcedureFilterPattern: {includes: ['^total$']} | storedProcedureFilterPattern: lets no procedure or"
                        + " function through (1 was seen)",
            })
    void aFilterThatLetsNothingThrough(String filter, String warning) {
        assertWarnings(run("shop", ", " + filter), "source.sourceConfig.config." + warning);
    }

    @Test
    void aFilterOfDatabasesThatLetsNothingThrough() {
        assertWarnings(
                run("shop", ", databaseFilterPattern: {includes: ['^sales$']}").connection("ingestAllDatabases: true"),
                "source.sourceConfig.config.databaseFilterPattern: lets no database through (5 were seen)");
    }

    @Test
    void theConnectionsFilterIsNamedWhereItStands() {
        assertWarnings(
                run("shop", "").connection("schemaFilterPattern: {includes: ['^sales$']}"),
                "source.serviceConnection.config.schemaFilterPattern: lets no schema through (3 were seen)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ", schemaFilterPattern: {includes: ['^two$']}, tableFilterPattern: {excludes: ['^a$']}",
                ", schemaFilterPattern: {includes: ['^public$']}, tableFilterPattern: {includes: ['^orders$']}"
            })
    void aFilterThatLetsSomethingThroughOrSeesNothing(String filters) {
        assertWarnings(run("shop", filters));
    }

    @Test
    void anEmptyDatabaseWithoutAFilter() {
        assertWarnings(run("hollow", ""));
    }
}

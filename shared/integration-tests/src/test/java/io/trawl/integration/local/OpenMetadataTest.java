package io.trawl.integration.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Fqn;
import io.trawl.api.report.Report;
import io.trawl.api.report.Report.State;
import io.trawl.environment.LocalRun;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.SampleWarehouse;
import io.trawl.testkit.openmetadata.Answer;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import io.trawl.testkit.openmetadata.StoredEntity;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a real PostgreSQL to a server that refuses what OpenMetadata refuses. */
class OpenMetadataTest {

    @AutoClose
    private static EmbeddedDatabase database;

    private static SampleWarehouse.Contents contents;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        database = EmbeddedDatabase.start();
        database.createDatabase("demo");
        contents = SampleWarehouse.demo(600, SampleWarehouse.SEED).fill(database, "demo");
    }

    @Test
    void everythingArrivesForeignKeysIncluded() {
        try (OpenMetadataServer server = OpenMetadataServer.builder().start()) {
            Report report = run(server, "demo").execute();

            assertThat(report.failures()).isEmpty();
            assertThat(report.state()).isEqualTo(State.SUCCESS);
            assertArrived(server);
            // A table costs one write, and one more only if it has foreign keys.
            long writes =
                    server.all("table").stream().mapToLong(StoredEntity::writes).sum();
            long withForeignKeys = server.all("table").stream()
                    .filter(entity -> hasForeignKey(entity.document()))
                    .count();
            assertThat(withForeignKeys).isPositive();
            assertThat(writes).isEqualTo(600 + withForeignKeys);
        }
    }

    @Test
    void aServerThatIsOftenUnavailableAndCutsConnectionsGetsEverything() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        try (OpenMetadataServer server = OpenMetadataServer.builder()
                .seed(seed)
                .unavailable(0.2)
                .cut(0.05)
                .start()) {
            Report report = run(server, "demo").execute();

            assertThat(report.failures()).isEmpty();
            assertThat(report.warnings())
                    .singleElement(STRING)
                    .startsWith("left out as filtered: 5 entities that belong to extensions (postgres_fdw)");
            assertArrived(server);
        }
    }

    @Test
    void aServerThatCutsEveryAnswerFailsTheRunSoon() {
        try (OpenMetadataServer server = OpenMetadataServer.builder().start()) {
            server.plan(
                    r -> r.bodyBytes() > 2 // not the question whether there is bulk
                            && (r.path().startsWith("/tables") || r.path().startsWith("/storedProcedures")),
                    Integer.MAX_VALUE,
                    Answer.cutAfterApplying());

            Report report = run(server, "demo").execute();

            assertThat(report.state()).isEqualTo(State.FAILED);
            assertThat(report.entities().failed()).isEqualTo(report.entities().listed());
            assertThat(report.entities().deleted()).isZero();
            assertThat(report.failures())
                    .allSatisfy(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT));
            assertThat(server.requests())
                    .filteredOn(r -> r.path().startsWith("/tables"))
                    .hasSizeLessThan(100);
        }
    }

    @Test
    void aServerWithoutBulkGetsEverythingOneByOne() {
        try (OpenMetadataServer server =
                OpenMetadataServer.builder().withoutBulk(404).start()) {
            assertThat(run(server, "demo").execute().state()).isEqualTo(State.SUCCESS);
            assertArrived(server);
        }
    }

    @Test
    void whatIsDroppedIsMarkedAsDeletedAndComesBackWhenItDoes() {
        database.createDatabase("living");
        SampleWarehouse.plain(40, 4, 2).fill(database, "living");
        try (OpenMetadataServer server = OpenMetadataServer.builder().start()) {
            run(server, "living").execute();
            String victim = server.all("table").iterator().next().fqn();
            List<String> names = Fqn.split(victim);
            String table = "\"" + names.get(2) + "\".\"" + names.get(3) + "\"";
            database.execute("living", "DROP TABLE " + table + " CASCADE");

            Report second = run(server, "living").execute();

            assertThat(second.warnings()).isEmpty();
            assertThat(second.entities().deleted()).isEqualTo(1);
            assertThat(server.find("table", victim).orElseThrow().deleted()).isTrue();

            database.execute("living", "CREATE TABLE " + table + " (id int)");
            run(server, "living").execute();

            assertThat(server.find("table", victim).orElseThrow().deleted()).isFalse();
        }
    }

    @Test
    void moreGoneThanTheLimitAllowsDeletesNothing() {
        database.createDatabase("shrinking");
        SampleWarehouse.plain(40, 4, 1).fill(database, "shrinking");
        try (OpenMetadataServer server = OpenMetadataServer.builder().start()) {
            run(server, "shrinking").execute();
            String schema =
                    Fqn.split(server.all("table").iterator().next().fqn()).get(2);
            database.execute(
                    "shrinking",
                    "DO $$ DECLARE t record; BEGIN FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = '"
                            + schema + "' ORDER BY 1 LIMIT 20 LOOP EXECUTE format('DROP TABLE %I.%I CASCADE', '"
                            + schema
                            + "', t.tablename); END LOOP; END $$");

            Report report = run(server, "shrinking").execute();

            assertThat(report.entities().deleted()).isZero();
            assertThat(report.warnings()).singleElement().asString().contains("20 of 40 tables are gone");
            assertThat(server.all("table")).noneMatch(StoredEntity::deleted);
        }
    }

    @Test
    void schemasAndDatabasesAreMarkedWhenAskedAndNotBefore() {
        database.createDatabase("leaving");
        database.createDatabase("staying");
        database.execute("staying", "CREATE SCHEMA a; CREATE SCHEMA b; CREATE TABLE a.t (id int)");
        try (OpenMetadataServer server = OpenMetadataServer.builder().start()) {
            LocalRun all = run(server, "staying").connection("ingestAllDatabases: true");
            all.source("databaseFilterPattern: {includes: ['leaving', 'staying']}")
                    .execute();
            database.execute("staying", "DROP SCHEMA b");
            database.execute("postgres", "DROP DATABASE leaving");

            Report kept = all.execute();

            assertThat(kept.entities().deleted()).isZero();

            all.source("databaseFilterPattern: {includes: ['leaving', 'staying']}, markDeletedSchemas: true,"
                            + " markDeletedDatabases: true")
                    .execution("parallelism: 2, deletion: {maxShare: 0.5}");
            Report marked = all.execute();

            assertThat(marked.warnings()).isEmpty();
            assertThat(server.all("database").stream()
                            .filter(StoredEntity::deleted)
                            .map(StoredEntity::fqn))
                    .containsExactly("warehouse.leaving");
            assertThat(server.all("databaseSchema").stream()
                            .filter(StoredEntity::deleted)
                            .map(StoredEntity::fqn))
                    .contains("warehouse.staying.b")
                    .doesNotContain("warehouse.staying.a", "warehouse.staying.public");
            assertThat(server.find("table", "warehouse.staying.a.t")
                            .orElseThrow()
                            .deleted())
                    .isFalse();
        }
    }

    @Test
    void theIngestionPipelineSeesTheRun() {
        try (OpenMetadataServer server = OpenMetadataServer.builder().start()) {
            server.addPipeline("warehouse.metadata");
            run(server, "demo")
                    .put("", "ingestionPipelineFQN: warehouse.metadata")
                    .execute();

            assertThat(server.pipelineStatuses("warehouse.metadata"))
                    .extracting(status -> status.path("pipelineState").asText())
                    .containsExactly("running", "success");
        }
    }

    private LocalRun run(OpenMetadataServer server, String databaseName) {
        return new LocalRun(folder, database, databaseName)
                .openMetadata(server)
                .execution("parallelism: 4, retryPolicy: {backoffSeconds: 0.05, maxBackoffSeconds: 0.5}");
    }

    private static void assertArrived(OpenMetadataServer server) {
        assertThat(server.count("table")).isEqualTo(600);
        assertThat(server.count("storedProcedure")).isGreaterThanOrEqualTo(contents.procedureEntities());
        assertThat(server.all("table"))
                .allSatisfy(table ->
                        assertThat(table.document().path("sourceHash").asText()).hasSize(32));
    }

    private static boolean hasForeignKey(JsonNode table) {
        for (JsonNode constraint : table.path("tableConstraints")) {
            if (constraint.path("constraintType").asText().equals("FOREIGN_KEY")) {
                return true;
            }
        }
        return false;
    }
}

package io.trawl.source.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.ReadResult;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.api.workflow.FilterPattern;
import io.trawl.environment.source.Sources;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.FaultProxy;
import io.trawl.testkit.PostgresZoo;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Several databases: some filtered, one out of reach, one that the role may not connect to. */
class HierarchyTest {

    @AutoClose
    private static EmbeddedDatabase server;

    @BeforeAll
    static void start() throws Exception {
        server = EmbeddedDatabase.start();
        for (String database : List.of("Ärger.mit \"Namen\" &=", "broken", "closed", "left_out")) {
            server.createDatabase(database);
        }
        PostgresZoo.install(server, "Ärger.mit \"Namen\" &=");
        server.execute("CREATE ROLE nobody LOGIN; REVOKE CONNECT ON DATABASE closed FROM PUBLIC;"
                + "COMMENT ON DATABASE left_out IS 'never seen'");
        server.addLogins("host broken all all reject");
    }

    private static DatabaseMetadata leavingOut(String database) {
        return Sources.including("databaseFilterPattern", new FilterPattern(null, List.of("^template", database)));
    }

    private static Hierarchy read(String role, boolean all, DatabaseMetadata metadata) {
        PostgresConnection one = TestSource.connection(server.hostPort(), role, null, EmbeddedDatabase.DATABASE);
        try (DiscoverableSource source = Sources.open(all ? TestSource.allDatabases(one) : one, metadata, 2)) {
            return source.discoverHierarchy();
        }
    }

    @Test
    void allDatabasesWithTheFailureOfOne() {
        Hierarchy hierarchy = read(EmbeddedDatabase.USERNAME, true, leavingOut("left_out"));
        assertThat(hierarchy.databases())
                .extracting(Hierarchy.Database::name)
                .containsExactlyInAnyOrder("Ärger.mit \"Namen\" &=", "broken", "closed", "postgres");
        assertThat(hierarchy.databasesListedCompletely())
                .as("each has an answer")
                .isTrue();
        for (Hierarchy.Database database : hierarchy.databases()) {
            if (database.name().equals("broken")) {
                assertThat(database.failure().kind()).isEqualTo(FailureKind.PERMISSION);
                assertThat(database.failure().message())
                        .startsWith("source postgres at " + server.hostPort() + "/broken: pg_hba.conf rejects");
                assertThat(database.schemas()).isEmpty();
            } else {
                assertThat(database.failure()).isNull();
                assertThat(database.schemas())
                        .extracting(Hierarchy.Schema::name)
                        .contains("public");
            }
        }
        assertThat(hierarchy.classifications()).hasSize(1);
    }

    @Test
    void aRoleWithoutPrivilegesSeesTheCatalogButNotTheClosedDatabase() {
        Hierarchy hierarchy = read("nobody", true, leavingOut("^(left_out|broken)$"));
        assertThat(hierarchy.databases())
                .extracting(Hierarchy.Database::name)
                .containsExactlyInAnyOrder("Ärger.mit \"Namen\" &=", "postgres");
        assertThat(hierarchy.databasesListedCompletely()).isFalse();

        PostgresConnection connection =
                TestSource.connection(server.hostPort(), "nobody", null, "Ärger.mit \"Namen\" &=");
        try (DiscoverableSource source = TestSource.open(connection)) {
            var tables = Sources.listAll(source, EntityType.TABLE);
            assertThat(tables).hasSizeGreaterThan(30);
            assertThat(Sources.read(source, tables)).allMatch(ReadResult.Read.class::isInstance);
            assertThat(tables.get(0).id()).startsWith("svc.\"Ärger.mit __reserved__quote__Namen");
        }
    }

    @Test
    void databasesAreListedCompletelyIfEachWasLookedAtOrFiltered() {
        Hierarchy hierarchy = read(EmbeddedDatabase.USERNAME, true, leavingOut("^(left_out|broken)$"));
        assertThat(hierarchy.databasesListedCompletely()).isTrue();
        // template0, template1, left_out and broken, and information_schema in each of the other three.
        assertThat(hierarchy.filtered()).isEqualTo(7);
    }

    @Test
    void theFirstConnectionMayBreak() {
        try (FaultProxy proxy = FaultProxy.start(server).cut(1)) {
            PostgresConnection connection =
                    TestSource.connection(proxy.hostPort(), EmbeddedDatabase.USERNAME, null, EmbeddedDatabase.DATABASE);
            try (DiscoverableSource source = TestSource.open(connection)) {
                assertThat(source.discoverHierarchy().databases()).hasSize(1);
            }
            assertThat(proxy.cut()).isEqualTo(1);
        }
    }

    @Test
    void oneDatabaseIsNeverAllOfThemAndIsNotFiltered() {
        Hierarchy hierarchy = read(EmbeddedDatabase.USERNAME, false, leavingOut("postgres"));
        assertThat(hierarchy.databases())
                .extracting(Hierarchy.Database::name)
                .containsExactly(EmbeddedDatabase.DATABASE);
        assertThat(hierarchy.databasesListedCompletely()).isFalse();
        assertThat(hierarchy.service().serviceType()).isEqualTo("Postgres");
    }

    @Test
    void withoutTagsNoPolicyIsRead() {
        DatabaseMetadata withoutTags = Sources.including("includeTags", false);
        PostgresConnection connection = TestSource.connection(server, "Ärger.mit \"Namen\" &=");
        try (DiscoverableSource source = Sources.open(connection, withoutTags, 1)) {
            assertThat(source.discoverHierarchy().classifications()).isEmpty();
            assertThat(Sources.read(source, Sources.listAll(source, EntityType.TABLE)))
                    .allSatisfy(result -> assertThat(
                                    ((io.trawl.api.model.Table) ((ReadResult.Read) result).entity()).tags())
                            .isNull());
        }
    }
}

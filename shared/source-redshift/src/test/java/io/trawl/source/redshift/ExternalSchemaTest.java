package io.trawl.source.redshift;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Hierarchy.Failure;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.Scope;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.source.Listing;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.environment.source.Sources;
import io.trawl.source.kit.ListRequest;
import io.trawl.source.kit.Page;
import io.trawl.testkit.StatementLog;
import io.trawl.testkit.redshift.RedshiftServer;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** External schemas of which one does not answer: the others are listed and read. */
class ExternalSchemaTest {

    private static final List<String> SCHEMAS = List.of("lake_1", "lake_2", "lake_3", "lake_4", "public");
    private static final int TABLES = 40;
    private static final String REASON = "The requested role arn:aws:iam::1:role/spectrum is not associated to cluster";

    @AutoClose
    private static RedshiftServer server;

    @BeforeAll
    static void start() {
        server = RedshiftServer.start();
        server.execute("""
                CREATE TABLE public.here (id integer);
                DO $$ BEGIN FOR s IN 1..4 LOOP
                    PERFORM redshift_setup.external_schema('lake_' || s, 1, 'lake', '{}');
                    FOR t IN 1..%d LOOP
                        PERFORM redshift_setup.external_table('lake_' || s, 't' || t, 's3://t'),
                            redshift_setup.external_column('lake_' || s, 't' || t, 'id', 'int');
                    END LOOP;
                END LOOP; END $$;
                """.formatted(TABLES));
    }

    @BeforeEach
    void mend() {
        set("lake_3", null);
        server.execute("SELECT hanging_external_schema('lake_3', 0)");
    }

    private static void set(String schema, String message) {
        server.execute("SELECT broken_external_schema('%s', 'XX000', %s)"
                .formatted(schema, message == null ? "NULL" : "'" + message + "'"));
    }

    private static DiscoverableSource open() {
        return TestSource.open(server, DatabaseMetadata.defaults());
    }

    private static Listing list(DiscoverableSource source, List<EntityDescriptor> found) {
        return source.discoverEntities(EntityType.TABLE, new Scope(RedshiftServer.DATABASE, SCHEMAS), found::add);
    }

    @Test
    void onlyTheBrokenSchemaIsIncomplete() {
        set("lake_3", REASON);
        try (DiscoverableSource source = open()) {
            source.discoverHierarchy();
            List<EntityDescriptor> found = new ArrayList<>();
            StatementLog log = server.statements();
            StatementLog.Mark before = log.mark();
            Listing listing = list(source, found);
            assertThat(listing.complete()).containsExactlyInAnyOrder("lake_1", "lake_2", "lake_4", "public");
            assertThat(listing.failures()).containsOnlyKeys("lake_3").allSatisfy((schema, failure) -> {
                assertThat(failure.kind()).isEqualTo(FailureKind.INVALID);
                assertThat(failure.message())
                        .isEqualTo("source redshift at " + server.hostPort()
                                + "/dev: external schema lake_3 does not answer: " + REASON);
            });
            assertThat(found)
                    .hasSize(3 * TABLES + 1)
                    .extracting(EntityDescriptor::id)
                    .doesNotHaveDuplicates();
            assertThat(log.since(before).statements("trawl"))
                    .filteredOn(sql -> sql.contains("svv_external_tables"))
                    .as("all together, then each")
                    .hasSize(1 + 4);
        }
    }

    @Test
    void pagesOfAnySizeListTheSame() throws Exception {
        set("lake_3", REASON);
        for (int size : new int[] {1, 7, 39, 40, 41, 5000}) {
            RedshiftPages pages = new RedshiftPages(
                    Sources.SERVICE, DatabaseMetadata.defaults(), new DatabaseTypes(), TestSource.LIMITS);
            List<String> found = new ArrayList<>();
            Map<String, Failure> failures = new TreeMap<>();
            try (Connection connection =
                    TestSource.connector(TestSource.connection(server)).open(RedshiftServer.DATABASE)) {
                String from = null;
                do {
                    Scope scope = new Scope(RedshiftServer.DATABASE, SCHEMAS);
                    Page page =
                            pages.list(connection, new ListRequest(EntityType.TABLE, false, scope, from, size, false));
                    assertThat(page.descriptors()).hasSizeLessThanOrEqualTo(size);
                    page.descriptors().forEach(each -> found.add(each.id()));
                    failures.putAll(page.incompleteSchemas());
                    from = page.next();
                } while (from != null);
            }
            assertThat(found).hasSize(3 * TABLES + 1).doesNotHaveDuplicates();
            assertThat(failures).containsOnlyKeys("lake_3");
        }
    }

    @Test
    void aSchemaThatBreaksWhenItsTablesAreReadFailsThemAlone() {
        try (DiscoverableSource source = open()) {
            List<EntityDescriptor> found = new ArrayList<>();
            assertThat(list(source, found).failures()).isEmpty();
            set("lake_3", REASON);
            StatementLog log = server.statements();
            StatementLog.Mark before = log.mark();
            List<ReadResult> results = Sources.read(source, found);
            assertThat(results).hasSize(4 * TABLES + 1);
            for (ReadResult result : results) {
                if (result.descriptor().schema().equals("lake_3")) {
                    Sources.assertFailed(result, FailureKind.INVALID)
                            .isEqualTo("schema lake_3 does not answer: " + REASON);
                } else {
                    assertThat(result).isInstanceOf(ReadResult.Read.class);
                }
            }
            assertThat(log.since(before).statements("trawl"))
                    .filteredOn(sql -> sql.contains("svv_external_"))
                    .as("a bound, whatever the schema holds")
                    .hasSizeLessThan(40);
        }
    }

    @Test
    void aSchemaThatHangsCostsABoundedTime() {
        server.execute("SELECT hanging_external_schema('lake_3', 600)");
        server.createUser("hurried", "Hurried-1-user");
        server.execute("GRANT USAGE ON SCHEMA lake_1, lake_2, lake_3, lake_4 TO hurried");
        RedshiftConnection hurried = TestSource.limited(server, "hurried", "Hurried-1-user", 700);
        try (DiscoverableSource source = TestSource.open(hurried)) {
            List<EntityDescriptor> found = new ArrayList<>();
            Listing listing = list(source, found);
            assertThat(found).hasSize(3 * TABLES + 1);
            assertThat(listing.failures())
                    .containsOnlyKeys("lake_3")
                    .allSatisfy((schema, failure) -> assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT));
        }
    }

    @Test
    void checkNamesTheBrokenSchemaAndCountsTheOthers() {
        set("lake_3", REASON);
        try (DiscoverableSource source = open()) {
            assertThat(source.check()).last().satisfies(check -> {
                assertThat(check.failure()).isEqualTo(FailureKind.INVALID);
                assertThat(check.detail())
                        .startsWith("1 tables, 0 views, 120 external tables, ")
                        .endsWith("; external schema lake_3 does not answer: " + REASON);
            });
        }
    }
}

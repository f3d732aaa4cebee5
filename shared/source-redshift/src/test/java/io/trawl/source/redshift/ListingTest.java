package io.trawl.source.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Scope;
import io.trawl.api.model.TrawlException;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.source.Listing;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.environment.source.Sources;
import io.trawl.source.kit.Descriptors;
import io.trawl.source.kit.ListRequest;
import io.trawl.source.kit.Page;
import io.trawl.testkit.redshift.RedshiftServer;
import io.trawl.testkit.redshift.RedshiftZoo;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ListingTest {

    private static final Scope SCOPE = new Scope(RedshiftServer.DATABASE, RedshiftZoo.SCHEMAS);

    @AutoClose
    private static RedshiftServer server;

    @BeforeAll
    static void start() {
        server = RedshiftServer.start();
        RedshiftZoo.install(server, RedshiftServer.DATABASE);
    }

    private static Connection connect() throws Exception {
        return TestSource.connector(TestSource.connection(server)).open(RedshiftServer.DATABASE);
    }

    private static List<EntityDescriptor> list(EntityType type, DatabaseMetadata metadata, int pageSize, Scope scope)
            throws Exception {
        RedshiftPages pages = new RedshiftPages(Sources.SERVICE, metadata, new DatabaseTypes(), TestSource.LIMITS);
        List<EntityDescriptor> found = new ArrayList<>();
        try (Connection connection = connect()) {
            String from = null;
            do {
                Page page = pages.list(connection, new ListRequest(type, false, scope, from, pageSize, false));
                assertThat(page.descriptors()).hasSizeLessThanOrEqualTo(pageSize);
                found.addAll(page.descriptors());
                from = page.next();
            } while (from != null);
        }
        return found;
    }

    @Test
    void pagesOfAnySizeListTheSame() throws Exception {
        for (EntityType type : EntityType.PARALLELIZABLE) {
            Set<List<EntityDescriptor>> answers = new HashSet<>();
            for (int size : new int[] {1, 2, 7, 5000}) {
                List<EntityDescriptor> found = list(type, Sources.everything(), size, SCOPE);
                assertThat(found).hasSizeGreaterThan(9);
                assertThat(found).extracting(EntityDescriptor::id).doesNotHaveDuplicates();
                answers.add(found);
            }
            assertThat(answers).hasSize(1);
        }
    }

    private static Map<String, String> kinds(Predicate<EntityDescriptor> which) throws Exception {
        return list(EntityType.TABLE, Sources.everything(), 5000, SCOPE).stream()
                .filter(which)
                .collect(java.util.stream.Collectors.toMap(
                        EntityDescriptor::name, found -> found.metadata().get(Descriptors.KIND)));
    }

    @Test
    void everyKindIsTold() throws Exception {
        Map<String, String> kinds = kinds(found -> found.schema().equals("zoo"));
        assertThat(kinds)
                .containsEntry("parent", "Regular")
                .containsEntry("empty_table", "Regular")
                .containsEntry("plain_view", "View")
                .containsEntry("late_view", "View")
                .containsEntry("broken_view", "View")
                .containsEntry("stored_view", "MaterializedView")
                .containsEntry("stored_join", "MaterializedView");
        assertThat(kinds.keySet()).noneMatch(name -> name.startsWith("mv_tbl"));
        assertThat(kinds(found -> found.schema().equals("spectrum")))
                .containsOnly(Map.entry("events", "External"), Map.entry("plain text", "External"));
    }

    /** One that only looks like what a materialized view keeps its rows in is somebody's table. */
    @Test
    void aTableOfAMaterializedViewsNameIsListedUnlessThereIsSuchAView() throws Exception {
        server.execute("CREATE TABLE public.mv_tbl__nobody__0 (id int); CREATE TABLE public.mv_tbl__v__12 (id int);"
                + "CREATE VIEW public.v AS SELECT id FROM public.mv_tbl__v__12;"
                + "CREATE TABLE public.mv_tbl__stored_view__0 (id int); CREATE TABLE public.mv_tbl__ (id int)");
        Scope scope = new Scope(RedshiftServer.DATABASE, List.of("public"));
        assertThat(list(EntityType.TABLE, Sources.everything(), 5000, scope))
                .extracting(EntityDescriptor::name)
                .containsExactlyInAnyOrder("mv_tbl__nobody__0", "v", "mv_tbl__stored_view__0", "mv_tbl__");
    }

    @Test
    void nothingOfRedshiftsOwnIsListed() {
        try (DiscoverableSource source = TestSource.open(server, Sources.everything())) {
            assertThat(source.discoverHierarchy().databases()).singleElement().satisfies(database -> assertThat(
                            database.schemas())
                    .extracting(schema -> schema.name())
                    .containsAll(RedshiftZoo.SCHEMAS)
                    .doesNotContainAnyElementsOf(RedshiftZoo.HIDDEN_SCHEMAS));
            assertThat(Sources.listAll(source, EntityType.TABLE))
                    .extracting(EntityDescriptor::schema)
                    .doesNotContainAnyElementsOf(RedshiftZoo.HIDDEN_SCHEMAS);
        }
    }

    @Test
    void includeTablesAndIncludeViewsChooseTheKinds() throws Exception {
        assertThat(includedKinds(true, false)).containsExactlyInAnyOrder("Regular", "External");
        assertThat(includedKinds(false, true)).containsExactlyInAnyOrder("View", "MaterializedView");
        assertThat(includedKinds(false, false)).isEmpty();
        DatabaseMetadata noProcedures = Sources.including("includeStoredProcedures", false);
        assertThat(list(EntityType.STORED_PROCEDURE, noProcedures, 10, SCOPE)).isEmpty();
    }

    private static Set<String> includedKinds(boolean tables, boolean views) throws Exception {
        Set<String> kinds = new TreeSet<>();
        list(EntityType.TABLE, Sources.including("includeTables", tables, "includeViews", views), 5000, SCOPE)
                .forEach(found -> kinds.add(found.metadata().get(Descriptors.KIND)));
        return kinds;
    }

    @Test
    void stillPresentFindsWhatHasAnOidAndWhatHasNone() {
        DatabaseMetadata viewsOnly = Sources.including("includeTables", false);
        try (DiscoverableSource source = TestSource.open(server, viewsOnly)) {
            String events = Fqn.of("svc", RedshiftServer.DATABASE, "spectrum", "events");
            String gone = Fqn.of("svc", RedshiftServer.DATABASE, "spectrum", "gone");
            assertThat(source.stillPresent(
                            EntityType.TABLE, RedshiftServer.DATABASE, "spectrum", List.of(events, gone)))
                    .containsExactly(events);
            String parent = Fqn.of("svc", RedshiftServer.DATABASE, "zoo", "parent");
            assertThat(source.stillPresent(EntityType.TABLE, RedshiftServer.DATABASE, "zoo", List.of(parent, gone)))
                    .containsExactly(parent);
        }
    }

    @Test
    void anEmptySchemaIsCompleteAndEmpty() {
        try (DiscoverableSource source = TestSource.open(server, Sources.everything())) {
            for (String schema : List.of("empty", "spectrum_empty")) {
                Listing listing = source.discoverEntities(
                        EntityType.TABLE, new Scope(RedshiftServer.DATABASE, List.of(schema)), found -> {
                            throw new AssertionError(found);
                        });
                assertThat(listing.complete()).containsExactly(schema);
            }
        }
    }

    /** Else whoever revokes a USAGE would have the tables deleted. */
    @Test
    void aSchemaThatMayBeExternalAndMayNotBeUsedIsNotTakenForEmpty() {
        RedshiftConnection visitor = TestSource.connection(
                server.hostPort(), RedshiftZoo.VISITOR, RedshiftZoo.VISITOR_PASSWORD, RedshiftServer.DATABASE);
        try (DiscoverableSource source = TestSource.open(visitor, Sources.everything())) {
            Scope scope = new Scope(
                    RedshiftServer.DATABASE, List.of("zoo", "locked", "spectrum", "spectrum_empty", "spectrum_locked"));
            List<String> found = new ArrayList<>();
            Listing listing = source.discoverEntities(EntityType.TABLE, scope, each -> found.add(each.id()));
            assertThat(found).anyMatch(id -> id.contains(".locked.")).noneMatch(id -> id.contains(".spectrum_locked."));
            assertThat(listing.complete()).containsExactlyInAnyOrder("zoo", "locked", "spectrum", "spectrum_empty");
            assertThat(listing.failures()).containsOnlyKeys("spectrum_locked").allSatisfy((schema, failure) -> {
                assertThat(failure.kind()).isEqualTo(FailureKind.PERMISSION);
                assertThat(failure.message())
                        .isEqualTo("source redshift at " + server.hostPort() + "/" + RedshiftServer.DATABASE
                                + ": permission denied for schema spectrum_locked: without USAGE its external tables are"
                                + " hidden");
            });
            String secrets = Fqn.of("svc", RedshiftServer.DATABASE, "spectrum_locked", "secrets");
            assertThatThrownBy(() -> source.stillPresent(
                            EntityType.TABLE, RedshiftServer.DATABASE, "spectrum_locked", List.of(secrets)))
                    .isInstanceOf(TrawlException.class)
                    .hasMessageContaining("permission denied for schema spectrum_locked");
            assertThat(source.discoverEntities(EntityType.STORED_PROCEDURE, scope, each -> {})
                            .failures())
                    .isEmpty();
        }
    }
}

package io.trawl.source.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.trawl.api.model.Check;
import io.trawl.api.model.Column;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.Scope;
import io.trawl.api.model.Table;
import io.trawl.api.model.TrawlException;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.source.Listing;
import io.trawl.environment.source.Sources;
import io.trawl.testkit.LogExtract;
import io.trawl.testkit.StatementLog;
import io.trawl.testkit.redshift.RedshiftServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases that were made from a datashare: some can be connected to, and none has a catalog of its own. */
class DatashareTest {

    private static final String CONTENTS = """
            SELECT shared_schema('{db}', 'public'), shared_schema('{db}', 'odd.schema "ü"'),
                shared_schema('{db}', 'information_schema');
            SELECT shared_table('{db}', 'public', 'sales', 'SHARED TABLE', 'What was sold'),
                shared_table('{db}', 'public', 'sales_view', 'view'),
                shared_table('{db}', 'public', 'lake', 'EXTERNAL TABLE'),
                shared_table('{db}', 'odd.schema "ü"', 'Sales.2026', 'TABLE'),
                shared_table('{db}', 'odd.schema "ü"', 'sales', 'TABLE');
            SELECT shared_column('{db}', 'public', 'sales', 'id', 'integer', NULL, 32, 0, 'NO', 'Number'),
                shared_column('{db}', 'public', 'sales', 'name', 'character varying', 40),
                shared_column('{db}', 'public', 'sales', 'price', 'numeric', NULL, 8, 2),
                shared_column('{db}', 'public', 'sales', 'at', 'timestamp without time zone', NULL, NULL, NULL, ''),
                shared_column('{db}', 'public', 'sales', 'document', 'super'),
                shared_column('{db}', 'public', 'sales_view', 'id', 'integer', NULL, 32, 0),
                shared_column('{db}', 'public', 'lake', 'tags', 'array<struct<k:string,v:int>>'),
                shared_column('{db}', 'odd.schema "ü"', 'Sales.2026', 'a.b', 'bigint', NULL, 64, 0),
                shared_column('{db}', 'odd.schema "ü"', 'sales', 'other', 'date');
            """;

    @AutoClose
    private static RedshiftServer server;

    @BeforeAll
    static void start() {
        server = RedshiftServer.start();
        for (String database : List.of("of_catalog", "of_cluster")) {
            server.shareDatabase(database, database.equals("of_cluster"), CONTENTS.replace("{db}", database));
        }
        server.shareDatabase("of_nobody", false, "");
        server.execute("CREATE TABLE public.here (id integer)");
        server.createDatabase("second");
        server.execute("second", "CREATE TABLE public.there (id integer)");
    }

    private static DiscoverableSource openAll() {
        return TestSource.open(TestSource.allDatabases(server, RedshiftServer.DATABASE));
    }

    private static List<EntityDescriptor> list(DiscoverableSource source, String database) {
        List<EntityDescriptor> found = new ArrayList<>();
        Listing listing = source.discoverEntities(
                EntityType.TABLE, new Scope(database, List.of("odd.schema \"ü\"", "public")), found::add);
        assertThat(listing.failures()).isEmpty();
        return found;
    }

    private static Map<String, Table> read(DiscoverableSource source, List<EntityDescriptor> batch) {
        return Sources.read(source, batch).stream()
                .map(result -> (Table) ((ReadResult.Read) result).entity())
                .collect(Collectors.toMap(table -> table.databaseSchema() + " " + table.name(), Function.identity()));
    }

    @Test
    void everyDatabaseIsThereAndOneThatShowsNothingIsNotComplete() {
        try (DiscoverableSource source = openAll()) {
            Hierarchy hierarchy = source.discoverHierarchy();
            assertThat(hierarchy.databasesListedCompletely()).isTrue();
            assertThat(hierarchy.databases())
                    .extracting(Hierarchy.Database::name)
                    .contains("dev", "second", "of_catalog", "of_cluster", "of_nobody");
            for (Hierarchy.Database database : hierarchy.databases()) {
                if (database.name().equals("of_nobody")) {
                    assertThat(database.failure().kind()).isEqualTo(FailureKind.PERMISSION);
                    assertThat(database.failure().message())
                            .isEqualTo("source redshift at " + server.hostPort()
                                    + "/of_nobody: it shows no schema, so nothing is known of what it holds");
                } else if (Set.of("dev", "second", "of_catalog", "of_cluster").contains(database.name())) {
                    assertThat(database.failure()).as(database.name()).isNull();
                }
                if (database.name().startsWith("of_c")) {
                    assertThat(database.schemas())
                            .extracting(Hierarchy.Schema::name)
                            .containsExactly("odd.schema \"ü\"", "public");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"of_catalog", "of_cluster"})
    void tablesAndViewsAreReadFromTheConfiguredDatabase(String database) {
        try (DiscoverableSource source = openAll()) {
            List<EntityDescriptor> found = list(source, database);
            assertThat(found)
                    .extracting(EntityDescriptor::schema, EntityDescriptor::name)
                    .containsExactlyInAnyOrder(
                            tuple("odd.schema \"ü\"", "Sales.2026"),
                            tuple("odd.schema \"ü\"", "sales"),
                            tuple("public", "lake"),
                            tuple("public", "sales"),
                            tuple("public", "sales_view"));
            Map<String, Table> tables = read(source, found);
            Table sales = tables.get("svc." + database + ".public sales");
            assertThat(sales.tableType()).isEqualTo("Regular");
            assertThat(sales.description()).isEqualTo("What was sold");
            assertThat(sales.columns())
                    .extracting(Column::name, Column::dataType, Column::dataTypeDisplay, Column::constraint)
                    .containsExactly(
                            tuple("id", "INT", "integer", "NOT_NULL"),
                            tuple("name", "VARCHAR", "character varying(40)", "NULL"),
                            tuple("price", "NUMERIC", "numeric(8,2)", "NULL"),
                            tuple("at", "TIMESTAMP", "timestamp without time zone", null),
                            tuple("document", "SUPER", "super", "NULL"));
            assertThat(sales.columns().get(0).description()).isEqualTo("Number");
            assertThat(tables.get("svc." + database + ".public sales_view").tableType())
                    .isEqualTo("View");
            Table lake = tables.get("svc." + database + ".public lake");
            assertThat(lake.tableType()).isEqualTo("External");
            assertThat(lake.columns().get(0).children()).hasSize(2);
            assertThat(tables.get("svc." + database + ".\"odd.schema __reserved__quote__ü__reserved__quote__\" sales")
                            .columns())
                    .extracting(Column::name)
                    .containsExactly("other");
        }
    }

    /** As a pod does, which has descriptors and no hierarchy. */
    @Test
    void aProcessThatListedNothingReadsToo() {
        List<EntityDescriptor> found;
        try (DiscoverableSource source = openAll()) {
            found = list(source, "of_catalog");
        }
        try (DiscoverableSource source = openAll()) {
            assertThat(read(source, found)).hasSize(5);
        }
    }

    @Test
    void whatIsDroppedMeanwhileIsGone() {
        server.shareDatabase("shrinking", false, CONTENTS.replace("{db}", "shrinking"));
        try (DiscoverableSource source = openAll()) {
            List<EntityDescriptor> found = list(source, "shrinking");
            server.execute(
                    "DELETE FROM redshift_setup.shared_table WHERE database_name = 'shrinking' AND table_name = 'lake'");
            assertThat(Sources.read(source, found))
                    .filteredOn(Outcome.Gone.class::isInstance)
                    .singleElement()
                    .satisfies(gone -> assertThat(gone.descriptor().name()).isEqualTo("lake"));
            assertThat(source.stillPresent(
                            EntityType.TABLE,
                            "shrinking",
                            "public",
                            List.of(found.get(2).id(), found.get(3).id())))
                    .containsExactly("svc.shrinking.public.sales");
        }
    }

    @Test
    void aDatashareIsTheConfiguredDatabase() {
        RedshiftConnection connection = TestSource.connection(server, "of_cluster");
        try (DiscoverableSource source = TestSource.open(connection)) {
            assertThat(source.discoverHierarchy().databases())
                    .singleElement()
                    .satisfies(database -> assertThat(database.schemas()).hasSize(2));
            assertThat(read(source, list(source, "of_cluster"))).hasSize(5);
            assertThat(source.check()).last().satisfies(check -> {
                assertThat(check.failure()).isNull();
                assertThat(check.detail()).startsWith("5 tables and views of a datashare");
            });
        }
        RedshiftConnection all = TestSource.allDatabases(server, "of_cluster");
        try (DiscoverableSource source = TestSource.open(all)) {
            assertThatThrownBy(source::discoverHierarchy)
                    .isInstanceOf(TrawlException.class)
                    .hasMessageStartingWith(
                            "source.serviceConnection.config.database: 'of_cluster' was made from a" + " datashare");
        }
    }

    /** The catalog's own word decides where the cluster does not say what a database is. */
    @Test
    void aDatabaseWithoutACatalogIsADatashareWhateverTheClusterSays() {
        server.shareDatabase("unsaid", true, CONTENTS.replace("{db}", "unsaid"));
        for (String database : List.of(RedshiftServer.DATABASE, "unsaid")) {
            server.execute(database, "DELETE FROM redshift_setup.shared_database WHERE database_name = 'unsaid'");
        }
        RedshiftConnection connection = TestSource.connection(server, "unsaid");
        try (DiscoverableSource source = TestSource.open(connection)) {
            assertThat(source.discoverHierarchy().databases())
                    .singleElement()
                    .satisfies(database -> assertThat(database.schemas()).hasSize(2));
            assertThat(read(source, list(source, "unsaid"))).hasSize(5);
        }
    }

    /** SVV_REDSHIFT_DATABASES knows datashares of other clusters only, by what OpenMetadata found. */
    @Test
    void aDatabaseThatRefusesSessionsIsLookedAtFromTheConfiguredOne() {
        server.shareDatabase("refusing", false, CONTENTS.replace("{db}", "refusing"));
        server.execute("DELETE FROM redshift_setup.shared_database WHERE database_name = 'refusing'");
        try (DiscoverableSource source = openAll()) {
            assertThat(source.discoverHierarchy().databases())
                    .filteredOn(database -> database.name().equals("refusing"))
                    .singleElement()
                    .satisfies(database -> {
                        assertThat(database.failure()).isNull();
                        assertThat(database.schemas()).hasSize(2);
                    });
            assertThat(read(source, list(source, "refusing"))).hasSize(5);
        }
    }

    @Test
    void aDatabaseThatRefusesSessionsAndShowsNothingSaysWhy() {
        server.shareDatabase("silent", false, "");
        server.execute("DELETE FROM redshift_setup.shared_database WHERE database_name = 'silent'");
        try (DiscoverableSource source = openAll()) {
            assertThat(source.discoverHierarchy().databases())
                    .filteredOn(database -> database.name().equals("silent"))
                    .singleElement()
                    .satisfies(database -> assertThat(database.failure().message())
                            .startsWith("source redshift at " + server.hostPort()
                                    + "/silent: Cannot connect to shared database \"silent\""));
        }
    }

    @Test
    void aBatchCostsTwoStatementsHoweverLargeItIs() {
        try (DiscoverableSource source = openAll()) {
            List<EntityDescriptor> found = list(source, "of_catalog");
            StatementLog log = server.statements();
            for (int size : new int[] {1, found.size()}) {
                StatementLog.Mark before = log.mark();
                Sources.read(source, found.subList(0, size));
                LogExtract cost = log.since(before);
                assertThat(cost.statements("trawl")).hasSize(2);
            }
        }
    }

    @Test
    void checkSaysWhatIsThere() {
        try (DiscoverableSource source = openAll()) {
            assertThat(source.check())
                    .contains(Check.passed(
                            "source database of_catalog",
                            "5 tables and views of a datashare, as far as the role may see them"))
                    .anySatisfy(check -> assertThat(check)
                            .isEqualTo(Check.failed(
                                    "source database of_nobody",
                                    FailureKind.PERMISSION,
                                    "source redshift at " + server.hostPort()
                                            + "/of_nobody: it shows no schema, so nothing is known of what it holds")));
        }
    }
}

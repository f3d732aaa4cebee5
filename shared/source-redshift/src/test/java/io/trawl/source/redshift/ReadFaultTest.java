package io.trawl.source.redshift;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.ReadResult;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.environment.source.Sources;
import io.trawl.testkit.redshift.RedshiftServer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One entity's fault is its own: each has the right outcome, and the rest is read. */
@Timeout(120)
class ReadFaultTest {

    private static final int ALL = 43;

    @AutoClose
    private static RedshiftServer server;

    @BeforeAll
    static void start() {
        server = RedshiftServer.start();
    }

    private String database;

    @BeforeEach
    void createTables() {
        database = "d" + UUID.randomUUID().toString().substring(0, 8);
        server.createDatabase(database);
        execute("DO $$ BEGIN FOR i IN 1..10 LOOP EXECUTE 'CREATE TABLE public.t' || i || ' (id int PRIMARY KEY)';"
                + " EXECUTE 'CREATE VIEW public.v' || i || ' AS SELECT id FROM public.t' || i;"
                + " EXECUTE 'CREATE TABLE public.b' || i || ' (id int)';"
                + " PERFORM redshift_setup.late_binding('public', 'l' || i,"
                + " 'create view l as select id from b with no schema binding', 'id', 'integer');"
                + " PERFORM redshift_setup.late_binding_reads('public', 'l' || i, 'public', 'b' || i); END LOOP; END $$;"
                + "SELECT external_schema('ext', 1, 'lake', '{}');");
        for (int i = 1; i <= 3; i++) {
            execute("SELECT external_table('ext', 'e%d', 's3://lake/e'), external_column('ext', 'e%d', 'id', 'int')"
                    .formatted(i, i));
        }
    }

    private void execute(String sql) {
        server.execute(database, sql);
    }

    private DiscoverableSource open() {
        return TestSource.open(TestSource.connection(server, database));
    }

    @Test
    void whatIsDroppedRenamedOrMovedIsGone() {
        try (DiscoverableSource source = open()) {
            List<EntityDescriptor> all = Sources.listAll(source, EntityType.TABLE);
            execute("DROP VIEW v1, v2, v3, l1; DROP TABLE t1; ALTER TABLE t2 RENAME TO renamed;"
                    + "CREATE SCHEMA elsewhere; ALTER TABLE t3 SET SCHEMA elsewhere;"
                    + "DELETE FROM redshift_setup.external_table WHERE tablename = 'e1'");
            Map<String, ReadResult> results = Sources.byName(Sources.read(source, all));
            String[] gone = {"v1", "v2", "v3", "l1", "t1", "t2", "t3", "e1"};
            Sources.assertGone(results, ALL, gone);
        }
    }

    @Test
    void whenAllAreGoneAllAreGone() {
        try (DiscoverableSource source = open()) {
            List<EntityDescriptor> all = Sources.listAll(source, EntityType.TABLE);
            execute("DROP SCHEMA public CASCADE; DELETE FROM redshift_setup.external_table");
            assertThat(Sources.read(source, all)).hasSize(ALL).allMatch(Outcome.Gone.class::isInstance);
        }
    }

    @Test
    void aProcedureThatIsDroppedOrGetsANamesakeIsGone() {
        execute("CREATE PROCEDURE a() LANGUAGE plpgsql AS 'BEGIN NULL; END';"
                + "CREATE PROCEDURE b() LANGUAGE plpgsql AS 'BEGIN NULL; END';"
                + "CREATE PROCEDURE c() LANGUAGE plpgsql AS 'BEGIN NULL; END'");
        try (DiscoverableSource source = open()) {
            List<EntityDescriptor> all = Sources.listAll(source, EntityType.STORED_PROCEDURE);
            assertThat(all).extracting(EntityDescriptor::name).containsExactlyInAnyOrder("a", "b", "c");
            execute("DROP PROCEDURE a; CREATE PROCEDURE b(n int) LANGUAGE plpgsql AS 'BEGIN NULL; END'");
            Map<String, ReadResult> results = Sources.byName(Sources.read(source, all));
            assertThat(results.get("a")).isInstanceOf(Outcome.Gone.class);
            assertThat(results.get("b")).isInstanceOf(Outcome.Gone.class);
            assertThat(results.get("c")).isInstanceOf(ReadResult.Read.class);
            assertThat(Sources.listAll(source, EntityType.STORED_PROCEDURE))
                    .extracting(EntityDescriptor::id)
                    .contains("svc." + database + ".public.b()", "svc." + database + ".public.b(integer)");
        }
    }

    @Test
    void anExternalTableWithoutColumnsIsNotWrittenInPart() {
        execute("DELETE FROM redshift_setup.external_column WHERE tablename = 'e2'");
        try (DiscoverableSource source = open()) {
            Map<String, ReadResult> results =
                    Sources.byName(Sources.read(source, Sources.listAll(source, EntityType.TABLE)));
            Sources.assertRead(results, ALL, "e2");
            Sources.assertFailed(results.get("e2"), FailureKind.INVALID).contains("svv_external_columns lists none");
        }
    }

    @Test
    void aViewWhoseDefinitionCannotBePrintedFailsAloneAndTheSessionIsUsable() {
        try (DiscoverableSource source = open()) {
            List<EntityDescriptor> all = Sources.listAll(source, EntityType.TABLE);
            try (var broken = server.postgres().connect(database);
                    var statement = broken.createStatement()) {
                statement.execute("DELETE FROM pg_class WHERE oid = 'public.t7'::regclass");
            } catch (java.sql.SQLException e) {
                throw new AssertionError(e);
            }
            Map<String, ReadResult> results = Sources.byName(Sources.read(source, all));
            Sources.assertRead(results, ALL, "t7", "v7");
            assertThat(results.get("t7")).isInstanceOf(Outcome.Gone.class);
            Sources.assertFailed(results.get("v7"), FailureKind.INVALID).contains("could not open relation");
        }
    }

    @Test
    void aColumnWhoseTypeIsMissingFailsItsTableAlone() {
        execute("CREATE TYPE public.lost AS ENUM ('a'); ALTER TABLE t5 ADD COLUMN l public.lost");
        try (DiscoverableSource source = open()) {
            List<EntityDescriptor> all = Sources.listAll(source, EntityType.TABLE);
            execute("DELETE FROM pg_catalog.pg_type WHERE typname = 'lost'");
            Map<String, ReadResult> results = Sources.byName(Sources.read(source, all));
            Sources.assertRead(results, ALL, "t5");
            Sources.assertFailed(results.get("t5"), FailureKind.INVALID)
                    .contains("column 'l': its type is missing in pg_type");
        }
    }

    @Test
    void aPausedClusterFailsTheBatchAndTheNextIsRead() {
        try (DiscoverableSource source = open()) {
            List<EntityDescriptor> all = Sources.listAll(source, EntityType.TABLE);
            server.pause();
            assertThat(Sources.read(source, all))
                    .hasSize(ALL)
                    .allSatisfy(result -> Sources.assertFailed(result, FailureKind.TRANSIENT));
            server.resume();
            Sources.assertRead(Sources.byName(Sources.read(source, all)), ALL);
        }
    }
}

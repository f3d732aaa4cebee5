package io.trawl.source.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.HierarchyFailure;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.Table;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.api.workflow.FilterPattern;
import io.trawl.environment.source.Sources;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.LogExtract;
import io.trawl.testkit.StatementLog;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One policy, schema or database that cannot be read does not keep the others away. */
class HierarchyIsolationTest {

    private static final String CLASSIFICATION = "PostgresPolicyTags";
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);

    @AutoClose
    private static EmbeddedDatabase server;

    private static StatementLog log;

    @BeforeAll
    static void start() {
        server = EmbeddedDatabase.start(StatementLog.settings());
        log = new StatementLog(server);
    }

    private static Hierarchy hierarchy(String database) {
        try (DiscoverableSource source = TestSource.open(TestSource.connection(server, database))) {
            return source.discoverHierarchy();
        }
    }

    /** A policy without the function it calls: the catalog is damaged, the server answers XX000. */
    private static void unprintable(String database, String name, String table) {
        server.execute(
                database,
                "CREATE FUNCTION " + name + "_gone() RETURNS int LANGUAGE sql AS 'SELECT 1';"
                        + "CREATE POLICY " + name + " ON " + table + " USING (a > " + name + "_gone());"
                        + "SET allow_system_table_mods = on; DELETE FROM pg_proc WHERE proname = '" + name + "_gone'");
    }

    private static List<String> tags(Hierarchy hierarchy) {
        return hierarchy.classifications().stream()
                .flatMap(classification -> classification.tags().stream())
                .map(Hierarchy.Tag::name)
                .toList();
    }

    @Test
    void aPolicyThatCannotBePrinted() {
        server.createDatabase("printing");
        server.execute(
                "printing",
                "DO $$ BEGIN FOR i IN 1..60 LOOP EXECUTE format('CREATE TABLE t%s (a int)', i);"
                        + " EXECUTE format('CREATE POLICY p%s ON t%s USING (a = %s)', i, i, i); END LOOP; END $$;"
                        + "CREATE POLICY twice ON t1 USING (a = 7)");
        unprintable("printing", "broken", "t30");
        unprintable("printing", "twice", "t31");
        StatementLog.Mark before = log.mark();

        Hierarchy hierarchy = hierarchy("printing");

        assertThat(tags(hierarchy))
                .hasSize(61)
                .contains("p1", "p30", "p60", "twice")
                .doesNotContain("broken");
        assertThat(hierarchy.classifications().get(0).tags())
                .as("one of this name could be printed, and the other may differ")
                .contains(new Hierarchy.Tag("twice", "PostgreSQL row-level security policy"));
        assertThat(hierarchy.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.type()).isEqualTo(EntityType.TAG);
            assertThat(failure.fqn()).isEqualTo(CLASSIFICATION + ".broken");
            assertThat(failure.kind()).isEqualTo(FailureKind.INVALID);
            assertThat(failure.message())
                    .startsWith(
                            "source postgres at " + server.hostPort() + "/printing: cache lookup failed for function ")
                    .endsWith("; a row-level security policy of this name cannot be printed");
        });
        assertThat(hierarchy.databases().get(0).failure()).isNull();
        LogExtract cost = log.since(before);
        assertThat(cost.connections("trawl")).isEqualTo(1);
        // All, oids, names, and 2 of 62 looked for by halving.
        assertThat(aboutPolicies(cost)).hasSizeLessThan(3 + 2 * 2 * 6);
    }

    @Test
    void manyPoliciesThatCannotBePrintedAreABoundedNumberOfStatements() {
        server.createDatabase("damaged");
        server.execute(
                "damaged",
                "CREATE FUNCTION gone() RETURNS int LANGUAGE sql AS 'SELECT 1';"
                        + "DO $$ BEGIN FOR i IN 1..900 LOOP EXECUTE format('CREATE TABLE t%s (a int)', i);"
                        + " EXECUTE format('CREATE POLICY p%s ON t%s USING (a > gone())', i, i); END LOOP; END $$;"
                        + "SET allow_system_table_mods = on; DELETE FROM pg_proc WHERE proname = 'gone'");
        StatementLog.Mark before = log.mark();

        Hierarchy hierarchy = hierarchy("damaged");

        assertThat(hierarchy.failures()).hasSize(900);
        assertThat(hierarchy.classifications()).isEmpty();
        assertThat(aboutPolicies(log.since(before))).hasSizeLessThan(550);
    }

    private static List<String> aboutPolicies(LogExtract cost) {
        return cost.statements("trawl").stream()
                .filter(statement -> statement.contains("pg_policy"))
                .toList();
    }

    @Test
    void policiesThatWaitForLocksCostOneLockTimeout() throws Exception {
        server.createDatabase("locked");
        server.execute(
                "locked",
                "DO $$ BEGIN FOR i IN 1..30 LOOP EXECUTE format('CREATE TABLE t%s (a int)', i);"
                        + " EXECUTE format('CREATE POLICY p%s ON t%s USING (a = %s)', i, i, i); END LOOP; END $$;"
                        + "CREATE TABLE referred (a int);"
                        + "CREATE POLICY reads_other ON t1 USING (a IN (SELECT r.a FROM referred r));"
                        + "ALTER DATABASE locked SET lock_timeout = '" + LOCK_TIMEOUT.toSeconds() + "s'");
        try (Connection holder = server.connect("locked")) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("LOCK TABLE t7, t23, referred IN ACCESS EXCLUSIVE MODE");
            Instant begin = Instant.now();

            Hierarchy hierarchy = hierarchy("locked");

            assertThat(Duration.between(begin, Instant.now())).isLessThan(LOCK_TIMEOUT.multipliedBy(2));
            assertThat(tags(hierarchy)).hasSize(28).contains("p1", "p30").doesNotContain("p7", "p23", "reads_other");
            assertThat(hierarchy.failures())
                    .extracting(HierarchyFailure::fqn)
                    .containsExactlyInAnyOrder(
                            CLASSIFICATION + ".p7", CLASSIFICATION + ".p23", CLASSIFICATION + ".reads_other");
            assertThat(hierarchy.failures()).allSatisfy(failure -> {
                assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
                assertThat(failure.message()).contains("waited for a lock of another session");
            });
            assertThat(hierarchy.databases().get(0).failure()).isNull();
        }
    }

    @Test
    void policiesOfSchemasThatAreLeftOutAreNotRead() {
        server.createDatabase("leftout");
        server.execute(
                "leftout",
                "CREATE SCHEMA quiet; CREATE TABLE quiet.t (a int); CREATE TABLE t (a int); CREATE POLICY p ON t USING (true)");
        unprintable("leftout", "broken", "quiet.t");
        DatabaseMetadata metadata =
                Sources.including("schemaFilterPattern", new FilterPattern(List.of("public$"), null));
        try (DiscoverableSource source = Sources.open(TestSource.connection(server, "leftout"), metadata, 1)) {
            Hierarchy hierarchy = source.discoverHierarchy();
            assertThat(tags(hierarchy)).containsExactly("p");
            assertThat(hierarchy.failures()).isEmpty();
        }
    }

    private static void inEncoding(String database, String encoding) {
        server.execute("CREATE DATABASE " + database + " ENCODING '" + encoding
                + "' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
    }

    /** SQL_ASCII holds any bytes; those of Latin-1 are no UTF-8 (22021). */
    @Test
    void aSchemaWhoseNameIsNoText() {
        inEncoding("sql_ascii", "SQL_ASCII");
        server.execute(
                "sql_ascii",
                "DO $$ BEGIN FOR i IN 1..20 LOOP EXECUTE format('CREATE SCHEMA s%s', i);"
                        + " EXECUTE format('CREATE TABLE s%s.t (a int)', i); END LOOP;"
                        + " EXECUTE format('CREATE SCHEMA %I', convert_from('\\x636166e9', 'SQL_ASCII')); END $$");

        Hierarchy hierarchy = hierarchy("sql_ascii");

        assertOneSchemaFailed(hierarchy, "sql_ascii", "caf\ufffd", 22);
    }

    /** WIN1252 has bytes without an equivalent in UTF-8 (22P05). */
    @Test
    void aSchemaWhoseCommentHasNoEquivalent() {
        inEncoding("win1252", "WIN1252");
        server.execute(
                "win1252",
                "CREATE SCHEMA one; CREATE TABLE one.t (a int); CREATE SCHEMA two; CREATE TABLE two.t (a int);"
                        + "DO $$ BEGIN EXECUTE format('COMMENT ON SCHEMA two IS %L', convert_from('\\x78819f', 'WIN1252'));"
                        + " END $$");

        Hierarchy hierarchy = hierarchy("win1252");

        assertOneSchemaFailed(hierarchy, "win1252", "two", 3);
        try (DiscoverableSource source = TestSource.open(TestSource.connection(server, "win1252"))) {
            assertThat(Sources.read(source, Sources.listAll(source, EntityType.TABLE)))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            ReadResult.Read.class, read -> assertThat(((Table) read.entity()).databaseSchema())
                                    .isEqualTo("svc.win1252.one"));
        }
    }

    /** The name of a database has a byte without an equivalent for the database that lists it. */
    @Test
    void aDatabaseWhoseNameHasNoEquivalent() {
        try (EmbeddedDatabase other = EmbeddedDatabase.start()) {
            other.createDatabase("good");
            other.createDatabase("bad");
            other.execute("CREATE DATABASE win1252 ENCODING 'WIN1252' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
            other.execute(
                    "win1252",
                    "SET allow_system_table_mods = on;"
                            + "UPDATE pg_database SET datname = convert_from('\\x6e81', 'WIN1252')::name WHERE datname = 'bad'");
            PostgresConnection connection = TestSource.allDatabases(TestSource.connection(other, "win1252"));
            try (DiscoverableSource source = TestSource.open(connection)) {
                Hierarchy hierarchy = source.discoverHierarchy();

                assertThat(hierarchy.databases())
                        .extracting(Hierarchy.Database::name)
                        .contains("good", "win1252", EmbeddedDatabase.DATABASE);
                assertThat(hierarchy.failures()).singleElement().satisfies(failure -> {
                    assertThat(failure.type()).isEqualTo(EntityType.DATABASE);
                    assertThat(failure.fqn()).startsWith("svc.oid ");
                    assertThat(failure.message()).contains(": database 'oid ", "' cannot be read: ", "0x81");
                });
            }
        }
    }

    private static void assertOneSchemaFailed(Hierarchy hierarchy, String database, String schema, int others) {
        assertThat(hierarchy.databases()).singleElement().satisfies(each -> {
            assertThat(each.failure()).isNull();
            // With public and information_schema, which is filtered.
            assertThat(each.schemas()).hasSize(others - 1);
        });
        assertThat(hierarchy.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.type()).isEqualTo(EntityType.DATABASE_SCHEMA);
            assertThat(failure.fqn()).isEqualTo("svc." + database + "." + schema);
            assertThat(failure.message())
                    .startsWith("source postgres at " + server.hostPort() + "/" + database + ": databaseSchema '"
                            + schema + "' cannot be read: ")
                    .contains("UTF8");
        });
    }
}

package io.trawl.source.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.trawl.api.model.Column;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.Scope;
import io.trawl.api.model.Table;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.environment.source.Sources;
import io.trawl.testkit.redshift.RedshiftServer;
import io.trawl.testkit.redshift.SentStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Late-binding views over what is there, is gone, lies elsewhere, and may not be seen. */
class LateBindingViewsTest {

    @AutoClose
    private static RedshiftServer server;

    @BeforeAll
    static void start() {
        server = RedshiftServer.start();
    }

    private String database;

    @BeforeEach
    void createViews() {
        database = "d" + UUID.randomUUID().toString().substring(0, 8);
        server.createDatabase(database);
        execute("""
                CREATE TABLE public.base (id integer);
                SELECT external_schema('lake', 1, 'lake', '{}'), external_table('lake', 'events', 's3://events'),
                    external_column('lake', 'events', 'id', 'int');
                SELECT late_binding('public', 'local', 'create view …', 'id', 'integer', 'Code', 'character varying(8)',
                    'amount', 'numeric(10,2)', 'at', 'timestamp without time zone', 'document', 'super', 'ok', 'boolean'),
                    late_binding_reads('public', 'local', 'public', 'base');
                SELECT late_binding('public', 'of_lake', 'create view …', 'id', 'integer'),
                    late_binding_reads('public', 'of_lake', 'lake', 'events');
                SELECT late_binding('public', 'orphan "1"', 'create view …', 'id', 'integer'),
                    late_binding_reads('public', 'orphan "1"', 'public', 'was_dropped');
                """);
    }

    private void execute(String sql) {
        server.execute(database, sql);
    }

    private DiscoverableSource open() {
        return TestSource.open(TestSource.connection(server, database));
    }

    private static Map<String, ReadResult> read(DiscoverableSource source) {
        return Sources.read(source, Sources.listAll(source, EntityType.TABLE)).stream()
                .collect(Collectors.toMap(result -> result.descriptor().name(), Function.identity()));
    }

    private static List<Column> columns(ReadResult result) {
        assertThat(result).isInstanceOf(ReadResult.Read.class);
        return ((Table) ((ReadResult.Read) result).entity()).columns();
    }

    @Test
    void aViewOverAnExternalTableHasItsColumns() {
        try (DiscoverableSource source = open()) {
            assertThat(columns(read(source).get("of_lake")))
                    .extracting(Column::name, Column::dataType)
                    .containsExactly(tuple("id", "INT"));
        }
    }

    /** Nothing keeps a table from being dropped under such a view, and where dbt works it is daily business. */
    @Test
    void aViewWhoseBaseIsGoneHasNoColumnsAndAWarning() {
        try (DiscoverableSource source = open()) {
            ReadResult.Read orphan = (ReadResult.Read) read(source).get("orphan \"1\"");
            assertThat(columns(orphan)).isEmpty();
            assertThat(orphan.warnings()).containsExactly(LateBindingViews.BASE_GONE);
            execute("CREATE TABLE public.was_dropped (id integer)");
            ReadResult.Read restored = (ReadResult.Read) read(source).get("orphan \"1\"");
            assertThat(columns(restored)).hasSize(1);
            assertThat(restored.warnings()).isEmpty();
            assertThat(server.clients().cancelRequests()).isZero();
        }
    }

    /** However a view's columns were found, it is the same to the catalog. */
    @Test
    void aViewThatIsDescribedAloneIsAsFromTheAnswerForAll() {
        try (DiscoverableSource source = open()) {
            Map<String, ReadResult> together = read(source);
            execute("REVOKE ALL ON FUNCTION redshift.pg_get_late_binding_view_cols() FROM PUBLIC");
            server.createUser("u" + database, "Pass-1-word");
            execute("GRANT USAGE ON SCHEMA lake TO u" + database);
            RedshiftConnection user = TestSource.connection(server.hostPort(), "u" + database, "Pass-1-word", database);
            try (DiscoverableSource other = TestSource.open(user)) {
                Map<String, ReadResult> alone = read(other);
                assertThat(alone).hasSameSizeAs(together);
                alone.forEach((name, result) -> assertThat(((ReadResult.Read) result).entity())
                        .as(name)
                        .isEqualTo(((ReadResult.Read) together.get(name)).entity()));
            }
        }
    }

    @Test
    void aViewThatIsYoungerThanTheAnswerIsDescribed() {
        try (DiscoverableSource source = open()) {
            read(source);
            execute("SELECT late_binding('public', 'younger', 'create view …', 'n', 'bigint')");
            assertThat(columns(read(source).get("younger"))).hasSize(1);
        }
    }

    @Test
    void whatMayNotBeSeenFailsAlone() {
        execute("CREATE SCHEMA closed; SELECT late_binding('closed', 'secret', 'create view …', 'id', 'integer'),"
                + " late_binding_reads('closed', 'secret', 'public', 'was_dropped')");
        server.createUser("v" + database, "Pass-1-word");
        execute("GRANT USAGE ON SCHEMA lake TO v" + database);
        RedshiftConnection user = TestSource.connection(server.hostPort(), "v" + database, "Pass-1-word", database);
        try (DiscoverableSource source = TestSource.open(user)) {
            Map<String, ReadResult> results = read(source);
            Sources.assertFailed(results.get("secret"), FailureKind.PERMISSION)
                    .startsWith("its columns cannot be read: ")
                    .contains("permission denied for schema closed");
            assertThat(columns(results.get("local"))).hasSize(6);
        }
    }

    @Test
    void anExternalTableThatCannotBeReachedFailsItsViewAlone() {
        execute("SELECT broken_external_schema('lake', 'XX000', 'the role is gone')");
        try (DiscoverableSource source = open()) {
            List<EntityDescriptor> views = new ArrayList<>();
            source.discoverEntities(EntityType.TABLE, new Scope(database, List.of("public")), views::add);
            Map<String, ReadResult> results = Sources.read(source, views).stream()
                    .collect(Collectors.toMap(result -> result.descriptor().name(), Function.identity()));
            Sources.assertFailed(results.get("of_lake"), FailureKind.INVALID)
                    .startsWith("its columns cannot be read: ")
                    .contains("the role is gone");
            assertThat(columns(results.get("local"))).hasSize(6);
            assertThat(columns(results.get("orphan \"1\""))).isEmpty();
        }
    }

    /** All that was sent in sessions that may write is what looks at late-binding views. */
    @Test
    void theSessionIsReadOnlyForEverythingElse() {
        int before = server.sent().size();
        try (DiscoverableSource source = open()) {
            source.discoverHierarchy();
            read(source);
            Sources.read(source, Sources.listAll(source, EntityType.STORED_PROCEDURE));
            source.check();
        }
        List<SentStatement> sent = server.sent().subList(before, server.sent().size());
        assertThat(sent).filteredOn(SentStatement::readOnly).hasSizeGreaterThan(20);
        assertThat(sent)
                .filteredOn(statement -> !statement.readOnly())
                .extracting(SentStatement::sql)
                .filteredOn(sql -> !sql.matches("(?is)(SET|BEGIN READ ONLY|select version).*"))
                .isNotEmpty()
                .allMatch(
                        sql -> sql.contains("pg_get_late_binding_view_cols") || sql.equals("SELECT * FROM \"\".\"\""));
    }
}

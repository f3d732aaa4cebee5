package io.trawl.source.redshift;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.testkit.Query;
import io.trawl.testkit.SettableClock;
import io.trawl.testkit.StatementLog;
import io.trawl.testkit.redshift.RedshiftServer;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often a server is asked, counted by the server itself. */
class LateBindingColumnsTest {

    @AutoClose
    private static RedshiftServer server;

    private static StatementLog log;

    private final SettableClock clock = new SettableClock(Instant.EPOCH);
    private final LateBindingColumns columns =
            new LateBindingColumns(TestSource.LIMITS, clock, LateBindingColumns.MOST);
    private String database;
    private Connection session;

    @BeforeAll
    static void start() {
        server = RedshiftServer.start();
        log = server.statements();
    }

    @BeforeEach
    void createViews() throws Exception {
        database = newDatabase();
        session = connect(database);
    }

    private static String newDatabase() {
        String name = "d" + UUID.randomUUID().toString().substring(0, 8);
        server.createDatabase(name);
        for (int i = 1; i <= 3; i++) {
            createView(name, "v" + i);
        }
        return name;
    }

    private static void createView(String database, String view) {
        server.execute(
                database,
                "SELECT late_binding('public', '%s', 'create view v', 'b', 'bigint', 'a', 'super')".formatted(view));
    }

    private static Connection connect(String database) throws Exception {
        return TestSource.connector(TestSource.connection(server, database)).open(database);
    }

    @AfterEach
    void disconnect() throws Exception {
        session.close();
    }

    private static List<SchemaObject> views(String... names) {
        return Arrays.stream(names)
                .map(name -> new SchemaObject("public", name))
                .toList();
    }

    private Map<SchemaObject, List<NamedColumn>> ask(String... names) throws Exception {
        return columns.of(session, database, views(names));
    }

    private static <T> long asked(Callable<T> what) throws Exception {
        StatementLog.Mark before = log.mark();
        what.call();
        return log.since(before).statements("trawl").stream()
                .filter(statement -> statement.contains("pg_get_late_binding_view_cols"))
                .count();
    }

    @Test
    void answersInTheOrderOfTheColumnsAndOnlyWhatWasAskedFor() throws Exception {
        assertThat(ask("v1", "none"))
                .isEqualTo(Map.of(
                        new SchemaObject("public", "v1"),
                        List.of(NamedColumn.ofView("b", "bigint"), NamedColumn.ofView("a", "super"))));
    }

    @Test
    void anAnswerServesForFiveMinutes() throws Exception {
        assertThat(asked(() -> ask("v1"))).isEqualTo(1);
        clock.advance(LateBindingColumns.LIFE.minusMillis(1));
        assertThat(asked(() -> ask("v2", "v3"))).isZero();
        clock.advance(Duration.ofMillis(1));
        assertThat(asked(() -> ask("v1"))).isEqualTo(1);
    }

    /** It is described alone: LateBindingViewsTest. */
    @Test
    void aViewThatIsYoungerThanTheAnswerIsMissingInIt() throws Exception {
        ask("v1");
        createView(database, "younger");
        assertThat(asked(() -> assertThat(ask("younger", "v1")).hasSize(1))).isZero();
        clock.advance(LateBindingColumns.LIFE);
        assertThat(asked(() -> assertThat(ask("younger", "v1")).hasSize(2))).isEqualTo(1);
    }

    @Test
    void eachDatabaseHasAnAnswerOfItsOwn() throws Exception {
        String other = newDatabase();
        try (Connection otherSession = connect(other)) {
            createView(other, "here");
            ask("v1");
            assertThat(asked(() -> columns.of(otherSession, other, views("here"))))
                    .isEqualTo(1);
            assertThat(asked(() -> ask("v1"))).isZero();
            assertThat(asked(() -> columns.of(otherSession, other, views("here"))))
                    .isZero();
        }
    }

    @Test
    void manyThreadsShareAnAnswer() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            assertThat(asked(() -> {
                        List<Future<Map<SchemaObject, List<NamedColumn>>>> answers = new ArrayList<>();
                        for (int i = 0; i < 8; i++) {
                            answers.add(threads.submit(() -> ask("v1", "v2")));
                        }
                        for (Future<Map<SchemaObject, List<NamedColumn>>> answer : answers) {
                            assertThat(answer.get()).hasSize(2);
                        }
                        return null;
                    }))
                    .isEqualTo(1);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void memoryIsBoundedAndWhatIsAskedForIsWholeAllTheSame() throws Exception {
        LateBindingColumns small = new LateBindingColumns(TestSource.LIMITS, clock, 3);
        IntStream.range(4, 10).forEach(i -> createView(database, "v" + i));
        for (int i = 1; i < 10; i++) {
            String name = "v" + i;
            assertThat(small.of(session, database, views(name)).values())
                    .singleElement()
                    .satisfies(view -> assertThat(view).hasSize(2));
        }
        String other = newDatabase();
        try (Connection otherSession = connect(other)) {
            assertThat(small.of(otherSession, other, views("v1", "v2", "v3"))).hasSize(3);
            assertThat(asked(() -> small.of(session, database, views("v1")))).isEqualTo(1);
        }
    }

    /** Asking again would take as long, or fail as well; each view is described alone then. */
    @Test
    void thatThereIsNoAnswerIsKept() throws Exception {
        String slow =
                "CREATE OR REPLACE FUNCTION redshift.pg_get_late_binding_view_cols() RETURNS SETOF record LANGUAGE"
                        + " sql AS $$ SELECT 'public'::name, 'v'::name, 'c'::name, 'int'::varchar, 1 FROM pg_sleep(60) $$";
        LateBindingColumns impatient =
                new LateBindingColumns(TestSource.limits(Duration.ofMillis(50)), clock, LateBindingColumns.MOST);
        server.execute(database, slow);
        for (long times : new long[] {1, 0}) {
            assertThat(asked(() -> {
                        assertThat(impatient.of(session, database, views("v1"))).isEmpty();
                        return null;
                    }))
                    .isEqualTo(times);
        }
        clock.advance(LateBindingColumns.LIFE);
        server.execute(database, slow.replace("FROM pg_sleep(60)", "WHERE 1 / (SELECT 0) = 1"));
        for (long times : new long[] {2, 0}) {
            assertThat(asked(() -> {
                        assertThat(impatient.of(session, database, views("v1"))).isEmpty();
                        return null;
                    }))
                    .isEqualTo(times);
        }
        assertThat(session.isReadOnly()).isTrue();
        assertThat(Query.value(session, "SELECT current_setting('statement_timeout')"))
                .isEqualTo("0");
    }
}

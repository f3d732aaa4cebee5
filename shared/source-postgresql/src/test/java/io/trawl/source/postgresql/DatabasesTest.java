package io.trawl.source.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.testkit.EmbeddedDatabase;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Databases that take no connection, or no further one, and databases with odd names (cases/24-databases). */
@Timeout(120)
class DatabasesTest {

    private static final String[] ODD = {"d b/1?x=y&z%20#\u00e9.+:a", "DB", "db", ",a;b'c\"d\\e"};

    @AutoClose
    private static EmbeddedDatabase server;

    @BeforeAll
    static void start() {
        server = EmbeddedDatabase.start();
        for (String name : ODD) {
            server.createDatabase(name);
        }
        for (String sql : List.of(
                "CREATE ROLE reader LOGIN",
                "CREATE DATABASE noconn",
                "UPDATE pg_database SET datallowconn = false WHERE datname = 'noconn'",
                "CREATE DATABASE invaliddb",
                "UPDATE pg_database SET datconnlimit = -2 WHERE datname = 'invaliddb'",
                "CREATE DATABASE noright",
                "REVOKE CONNECT ON DATABASE noright FROM PUBLIC",
                "CREATE DATABASE mytemplate IS_TEMPLATE true",
                "CREATE DATABASE limited CONNECTION LIMIT 0",
                "CREATE DATABASE one CONNECTION LIMIT 1")) {
            server.execute(sql);
        }
    }

    private static Hierarchy read(String role) {
        PostgresConnection connection = TestSource.connection(server.hostPort(), role, null, EmbeddedDatabase.DATABASE);
        try (DiscoverableSource source = TestSource.open(TestSource.allDatabases(connection))) {
            return source.discoverHierarchy();
        }
    }

    @Test
    void whatCannotBeEnteredIsLeftOutAtOnce() {
        long began = System.nanoTime();
        Hierarchy hierarchy = read("reader");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        assertThat(hierarchy.databases())
                .allSatisfy(database -> assertThat(database.failure()).isNull())
                .extracting(Hierarchy.Database::name)
                .containsExactlyInAnyOrder("postgres", "mytemplate", "one", ODD[0], ODD[1], ODD[2], ODD[3]);
        assertThat(hierarchy.databasesListedCompletely()).isFalse();
        assertThat(hierarchy.warnings())
                .containsExactly("source postgres at " + server.hostPort()
                        + "/postgres: databases that take no connection of this role are left out:"
                        + " invaliddb, limited, noconn, noright");
    }

    @Test
    void aSuperuserEntersWhatHasALimitOfNone() {
        assertThat(read(EmbeddedDatabase.USERNAME).databases())
                .extracting(Hierarchy.Database::name)
                .contains("limited", "noright")
                .doesNotContain("noconn", "invaliddb");
    }

    @Test
    void aDatabaseThatIsFullFailsSoonAndAlone() throws Exception {
        server.execute("CREATE ROLE other LOGIN");
        PostgresConnection other = TestSource.connection(server.hostPort(), "other", null, "one");
        try (Connection taken = TestSource.connector(other).open("one")) {
            long began = System.nanoTime();
            Hierarchy hierarchy = read("reader");
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(30));
            assertThat(hierarchy.databases()).hasSize(7).allSatisfy(database -> {
                if (database.name().equals("one")) {
                    assertThat(database.failure().kind()).isEqualTo(FailureKind.THROTTLED);
                    assertThat(database.failure().message())
                            .isEqualTo("source postgres at " + server.hostPort()
                                    + "/one: too many connections for database \"one\"");
                } else {
                    assertThat(database.failure()).as(database.name()).isNull();
                }
            });
            assertThat(taken.isValid(5)).isTrue();
        }
    }
}

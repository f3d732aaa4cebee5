package io.trawl.source.redshift;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.Check;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.testkit.redshift.RedshiftServer;
import io.trawl.testkit.redshift.RedshiftZoo;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedshiftChecksTest {

    @AutoClose
    private static RedshiftServer server;

    @BeforeAll
    static void start() {
        server = RedshiftServer.start();
        RedshiftZoo.install(server, RedshiftServer.DATABASE);
    }

    private static List<Check> check(RedshiftConnection connection) {
        try (DiscoverableSource source = TestSource.open(connection)) {
            return source.check();
        }
    }

    @Test
    void oneLineForEachThing() {
        assertThat(check(TestSource.connection(server)))
                .containsExactly(
                        Check.passed("source login", "Redshift 1.0.434008 at " + server.hostPort() + "/dev as awsuser"),
                        Check.passed(
                                "source session",
                                "read-only, except while the columns of late-binding views are looked up; statement timeout"
                                        + " 300000, query group trawl"),
                        Check.passed("source databases", "1 with 8 schemas; the filters leave out 1"),
                        Check.passed(
                                "source database dev",
                                "23 tables, 9 views, 3 external tables, 11 procedures and functions; the role may use 8"
                                        + " of 8 schemas"));
    }

    @Test
    void aVisitorSeesTheCatalogAndMayUseLess() {
        RedshiftConnection visitor = TestSource.connection(
                server.hostPort(), RedshiftZoo.VISITOR, RedshiftZoo.VISITOR_PASSWORD, RedshiftServer.DATABASE);
        assertThat(check(visitor)).last().satisfies(check -> assertThat(check.detail())
                .startsWith("23 tables, 9 views, 2 external tables")
                .endsWith("may use 6 of 8 schemas"));
    }
}

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
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A lock that somebody holds costs its time once for each object that waits for it, and fails that object alone. */
class LockTest {

    private static final int EACH = 200;

    @AutoClose
    private static RedshiftServer server;

    @BeforeAll
    static void start() {
        server = RedshiftServer.start();
        server.execute("""
                DO $$ BEGIN FOR i IN 1..%d LOOP
                    EXECUTE 'CREATE TABLE public.t' || i || ' (id integer)';
                    EXECUTE 'CREATE VIEW public.v' || i || ' AS SELECT id FROM public.t' || i;
                    PERFORM redshift_setup.late_binding('public', 'l' || i, 'create view …', 'id', 'integer'),
                        redshift_setup.late_binding_reads('public', 'l' || i, 'public', 't' || i);
                END LOOP; END $$;
                """.formatted(EACH));
    }

    private static List<EntityDescriptor> list() {
        try (DiscoverableSource source = TestSource.open(server, Sources.everything())) {
            return Sources.listAll(source, EntityType.TABLE);
        }
    }

    @Test
    void lockedTablesFailTheViewsOverThemAlone() throws Exception {
        RedshiftConnection connection = TestSource.connection(server);
        Duration limit = Duration.ofMillis(700);
        RedshiftTables tables =
                new RedshiftTables(TestSource.source(connection, Sources.everything()), TestSource.limits(limit));
        List<EntityDescriptor> all = list();
        assertThat(all).hasSize(3 * EACH);
        try (Connection locking = server.connect(RedshiftServer.DATABASE);
                Connection session = TestSource.connector(connection).open(RedshiftServer.DATABASE)) {
            locking.setAutoCommit(false);
            locking.createStatement().execute("LOCK TABLE public.t7, public.t70 IN ACCESS EXCLUSIVE MODE");

            List<ReadResult> results = tables.read(session, all);

            assertThat(results).hasSize(3 * EACH);
            List<String> failed = new ArrayList<>();
            for (ReadResult result : results) {
                if (result instanceof Outcome.Failed failure) {
                    failed.add(failure.descriptor().name());
                    assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
                    assertThat(failure.message()).endsWith("in time; somebody may have locked what it refers to");
                }
            }
            assertThat(failed).containsExactlyInAnyOrder("v7", "v70", "l7", "l70");
            assertThat(server.clients().cancelled())
                    .as("definitions together, late-binding views together, and each that waits")
                    .isEqualTo(2 + 4);

            locking.rollback();
            assertThat(tables.read(session, all)).allMatch(ReadResult.Read.class::isInstance);
            assertThat(session.isReadOnly()).isTrue();
        }
    }
}

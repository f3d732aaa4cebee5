package io.trawl.source.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.ReadResult;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.environment.source.Sources;
import io.trawl.testkit.EmbeddedDatabase;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An entity that ends the session that reads it, or even the server, fails alone. */
@Timeout(180)
class CrashTest {

    /** What prints views is replaced by something that crashes for one of them, as an extension might. */
    private static void crashOnV3(EmbeddedDatabase server, String how) {
        server.execute(
                "DO $$ BEGIN FOR i IN 1..8 LOOP EXECUTE 'CREATE VIEW v' || i || ' AS SELECT 1'; END LOOP; END $$");
        for (String parameters : List.of("oid", "oid, boolean")) {
            // PostgreSQL calls its own functions by their oids, so a new one must take the name.
            server.execute("ALTER FUNCTION pg_catalog.pg_get_viewdef(" + parameters + ") RENAME TO sound_viewdef;"
                    + "CREATE FUNCTION pg_catalog.pg_get_viewdef(" + parameters + ") RETURNS text"
                    + " LANGUAGE plpgsql AS $$ BEGIN"
                    + " IF (SELECT relname FROM pg_catalog.pg_class c WHERE c.oid = $1) = 'v3' THEN " + how
                    + "; END IF; RETURN 'SELECT 1'; END $$");
        }
        server.execute("CHECKPOINT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PERFORM pg_catalog.pg_terminate_backend(pg_catalog.pg_backend_pid())",
                // The server ends every session and recovers.
                "COPY (SELECT 1) TO PROGRAM 'kill -SEGV $PPID'"
            })
    void theOthersAreRead(String how) {
        try (EmbeddedDatabase server = EmbeddedDatabase.start()) {
            crashOnV3(server, how);
            PostgresConnection connection = TestSource.connection(server);
            try (DiscoverableSource source = TestSource.open(connection)) {
                List<EntityDescriptor> all = Sources.listAll(source, EntityType.TABLE);
                assertThat(Sources.read(source, all)).hasSize(8).allSatisfy(result -> {
                    if (result.descriptor().name().equals("v3")) {
                        Sources.assertFailed(result, FailureKind.TRANSIENT);
                    } else {
                        assertThat(result).isInstanceOf(ReadResult.Read.class);
                    }
                });
            }
        }
    }
}

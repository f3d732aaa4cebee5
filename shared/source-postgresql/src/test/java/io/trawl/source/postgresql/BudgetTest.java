package io.trawl.source.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.ReadResult;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.engine.memory.LocalConnectionBudget;
import io.trawl.environment.source.Sources;
import io.trawl.testkit.ConnectionSampler;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.SampleWarehouse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("processes")
@Timeout(180)
class BudgetTest {

    private static final int THREADS = 50;

    @Test
    void aServerOfTwelveConnectionsIsReadByFiftyThreadsWithoutAnError() throws Exception {
        try (EmbeddedDatabase server = EmbeddedDatabase.start(Map.of("max_connections", "12"))) {
            SampleWarehouse.plain(1000, 5, 4).fill(server, EmbeddedDatabase.DATABASE);
            server.execute("CREATE ROLE reader LOGIN");
            PostgresConnection connection =
                    TestSource.connection(server.hostPort(), "reader", null, EmbeddedDatabase.DATABASE);
            LocalConnectionBudget budget = new LocalConnectionBudget(20);
            try (ConnectionSampler sampler = ConnectionSampler.start(server);
                    DiscoverableSource source = Sources.open(connection, DatabaseMetadata.defaults(), budget)) {
                List<EntityDescriptor> all = Sources.listAll(source, EntityType.TABLE);
                List<ReadResult> results = Sources.read(source, all, 5, THREADS);
                assertThat(results).hasSize(1000).allMatch(ReadResult.Read.class::isInstance);
                // A superuser's three connections are not for a reader.
                assertThat(sampler.max()).isBetween(2, 9);
            }
        }
    }

    @Test
    void fewerConnectionsThanDatabasesReadThemAll() throws Exception {
        try (EmbeddedDatabase server = EmbeddedDatabase.start();
                ConnectionSampler sampler = ConnectionSampler.start(server)) {
            for (String database : List.of("one", "two", "three", "four")) {
                server.createDatabase(database);
                SampleWarehouse.plain(100, 5, 2).fill(server, database);
            }
            PostgresConnection connection = TestSource.allDatabases(TestSource.connection(server, "one"));
            try (DiscoverableSource source = Sources.open(connection, DatabaseMetadata.defaults(), 3)) {
                List<EntityDescriptor> all = new ArrayList<>(Sources.listAll(source, EntityType.TABLE));
                Collections.shuffle(all, new Random(7));
                assertThat(Sources.read(source, all, 4, THREADS))
                        .hasSize(400)
                        .allMatch(ReadResult.Read.class::isInstance);
                // One that was closed for another database may not yet have left when that one arrives; the pool's own
                // test counts exactly.
                assertThat(sampler.max()).isBetween(1, 6);
            }
        }
    }
}

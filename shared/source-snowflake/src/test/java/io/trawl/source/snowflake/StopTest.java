package io.trawl.source.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.model.EntityType;
import io.trawl.api.model.Scope;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.source.SourceStoppedException;
import io.trawl.testkit.snowflake.Fault;
import io.trawl.testkit.snowflake.SnowflakeServer;
import io.trawl.testkit.snowflake.model.Database;
import io.trawl.testkit.snowflake.model.SnowflakeModel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run is stopped while Snowflake works on a statement. */
class StopTest {

    @Test
    @Timeout(120)
    void theStatementIsCancelled() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (SnowflakeServer server = SnowflakeServer.builder()
                        .model(SnowflakeModel.of(Database.of("D", TestSource.schema("S", 1))))
                        .start();
                DiscoverableSource source = TestSource.open(server)) {
            server.plan(
                    sql -> {
                        boolean listing = sql.startsWith("SHOW TABLES");
                        if (listing) {
                            arrived.countDown();
                        }
                        return listing;
                    },
                    1,
                    Fault.slow(Duration.ofMinutes(5)));
            CompletableFuture<Void> listing = CompletableFuture.runAsync(
                    () -> source.discoverEntities(EntityType.TABLE, new Scope("D", List.of("S")), each -> {}));
            assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
            Instant stopped = Instant.now();
            source.stop();
            assertThatThrownBy(listing::join).hasCauseInstanceOf(SourceStoppedException.class);
            assertThat(Duration.between(stopped, Instant.now())).isLessThan(Duration.ofSeconds(60));
            assertThat(server.requests("/queries/v1/abort-request")).isPositive();
        }
    }
}

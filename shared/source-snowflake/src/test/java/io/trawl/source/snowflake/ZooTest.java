package io.trawl.source.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.source.DiscoverableSource;
import io.trawl.environment.source.Sources;
import io.trawl.environment.source.ZooDocument;
import io.trawl.testkit.snowflake.SnowflakeServer;
import io.trawl.testkit.snowflake.zoo.SnowflakeZoo;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The zoo read with everything included, against a file that people have looked at. */
class ZooTest {

    @Test
    void equalsTheGoldenFile() throws IOException {
        try (SnowflakeServer server =
                SnowflakeServer.builder().model(SnowflakeZoo.model()).start()) {
            try (DiscoverableSource source = Reading.open(server, Sources.everything())) {
                ZooDocument.assertGolden(ZooTest.class, source);
            }
            assertThat(server.refused()).isEmpty();
        }
    }

    @Test
    void isValidByOpenMetadatasSchemas() throws IOException {
        ZooDocument.assertGoldenIsValid(ZooTest.class, "REVENUE"); // a semantic view
    }
}

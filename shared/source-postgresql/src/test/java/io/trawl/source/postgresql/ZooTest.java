package io.trawl.source.postgresql;

import io.trawl.api.source.DiscoverableSource;
import io.trawl.environment.source.Sources;
import io.trawl.environment.source.ZooDocument;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.PostgresZoo;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The zoo read with everything included, against a file that people have looked at. */
class ZooTest {

    @Test
    void equalsTheGoldenFile() throws IOException {
        try (EmbeddedDatabase server = EmbeddedDatabase.start()) {
            PostgresZoo.install(server, EmbeddedDatabase.DATABASE);
            try (DiscoverableSource source = Sources.open(TestSource.connection(server), Sources.everything(), 2)) {
                ZooDocument.assertGolden(ZooTest.class, source);
            }
        }
    }

    @Test
    void isValidByOpenMetadatasSchemas() throws IOException {
        ZooDocument.assertGoldenIsValid(ZooTest.class);
    }
}

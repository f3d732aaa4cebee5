package io.trawl.source.redshift;

import io.trawl.api.source.DiscoverableSource;
import io.trawl.environment.source.Sources;
import io.trawl.environment.source.ZooDocument;
import io.trawl.testkit.redshift.RedshiftServer;
import io.trawl.testkit.redshift.RedshiftZoo;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The zoo read with everything included, against a file that people have looked at. */
class ZooTest {

    @Test
    void equalsTheGoldenFile() throws IOException {
        try (RedshiftServer server = RedshiftServer.start()) {
            RedshiftZoo.install(server, RedshiftServer.DATABASE);
            try (DiscoverableSource source = TestSource.open(server, Sources.everything())) {
                ZooDocument.assertGolden(ZooTest.class, source);
            }
        }
    }

    @Test
    void isValidByOpenMetadatasSchemas() throws IOException {
        ZooDocument.assertGoldenIsValid(ZooTest.class);
    }
}

package io.trawl.source.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.core.source.DiscoverableSource;
import io.trawl.core.source.LocalConnectionBudget;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.PostgresZoo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The zoo read with everything included, against a file that people have looked at. */
class ZooTest {

    @Test
    void equalsTheGoldenFile() throws IOException {
        try (EmbeddedDatabase server = EmbeddedDatabase.start()) {
            PostgresZoo.install(server, EmbeddedDatabase.DATABASE);
            try (DiscoverableSource source = TestSource.open(
                    TestSource.connection(server, EmbeddedDatabase.DATABASE),
                    TestSource.everything(),
                    new LocalConnectionBudget(2))) {
                String actual = ZooDocument.of(source);
                // Beside the classes, for whoever reviews a change and makes it the golden file.
                Files.writeString(Path.of("target", "zoo.json"), actual);
                try (InputStream golden = ZooTest.class.getResourceAsStream("zoo.json")) {
                    assertThat(golden).as("src/test/resources/.../zoo.json").isNotNull();
                    assertThat(actual).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
    }
}

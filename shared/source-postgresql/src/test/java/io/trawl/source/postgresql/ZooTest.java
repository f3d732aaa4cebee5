package io.trawl.source.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.engine.memory.LocalConnectionBudget;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.PostgresZoo;
import io.trawl.testkit.openmetadata.OpenMetadataSchemas;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    /** But for the owners, whose ids the sink looks up. */
    @Test
    void isValidByOpenMetadatasSchemas() throws IOException {
        Optional<OpenMetadataSchemas> schemas = OpenMetadataSchemas.find();
        assumeTrue(schemas.isPresent(), "the published schemas are not on this machine");
        JsonNode golden = new ObjectMapper().readTree(ZooTest.class.getResourceAsStream("zoo.json"));
        List<String> invalid = new ArrayList<>();
        for (String type : List.of("table", "storedProcedure")) {
            assertThat(golden.get(type)).hasSizeGreaterThan(9);
            for (JsonNode request : golden.get(type)) {
                ((ObjectNode) request).remove("owners");
                schemas.get()
                        .errors(type, request)
                        .forEach(error -> invalid.add(request.get("name").asText() + error));
            }
        }
        assertThat(invalid).isEmpty();
    }
}

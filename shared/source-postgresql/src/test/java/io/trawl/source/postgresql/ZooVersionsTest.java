package io.trawl.source.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.environment.source.Sources;
import io.trawl.environment.source.ZooDocument;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.PostgresZoo;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every supported version but the current one answers as that one does. */
@Tag("processes")
class ZooVersionsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(ints = {12, 13, 14, 15, 16, 17})
    void equalsTheCurrentVersion(int version) throws Exception {
        try (EmbeddedDatabase server = EmbeddedDatabase.start(Path.of("target", "servers", version + ".jar"));
                InputStream golden = ZooTest.class.getResourceAsStream("zoo.json")) {
            PostgresZoo.install(server, EmbeddedDatabase.DATABASE);
            try (DiscoverableSource source = Sources.open(TestSource.connection(server), Sources.everything(), 2)) {
                assertThat(source.check().get(0).detail()).startsWith("PostgreSQL " + version + ".");
                // Version 14 began to print IN.
                JsonNode actual = withoutQueries(
                        JSON.readTree(ZooDocument.of(source).replace("integer, food", "integer, IN food")));
                JsonNode expected = withoutQueries(JSON.readTree(golden));
                for (String part : List.of("hierarchy", "table", "storedProcedure")) {
                    assertThat(actual.get(part)).hasSameSizeAs(expected.get(part));
                    for (var entry : expected.get(part).properties()) {
                        assertThat(actual.get(part).get(entry.getKey()))
                                .as(entry.getKey())
                                .isEqualTo(entry.getValue());
                    }
                }
            }
        }
    }

    /** The server prints a view's query, and each version in its own way; what stands before it is ours. */
    private static JsonNode withoutQueries(JsonNode document) {
        for (JsonNode table : document.get("table")) {
            if (table.get("tableType").asText().endsWith("View")) {
                String definition = table.get("schemaDefinition").asText();
                assertThat(definition).contains("VIEW ").contains(" AS\n").contains("SELECT");
                ((ObjectNode) table).put("schemaDefinition", definition.substring(0, definition.indexOf('\n')));
            }
        }
        return document;
    }
}

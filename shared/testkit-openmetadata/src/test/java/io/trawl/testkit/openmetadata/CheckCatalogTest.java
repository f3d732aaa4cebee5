package io.trawl.testkit.openmetadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCatalogTest {

    private static final String SCHEMA =
            "{\"type\":\"databaseSchema\",\"fqn\":\"s.d.x\",\"request\":{\"name\":\"x\",\"database\":\"s.d\"}}";
    private static final String TABLE =
            "{\"type\":\"table\",\"fqn\":\"s.d.x.t\",\"request\":{\"name\":\"t\",\"databaseSchema\":\"s.d.x\",\"columns\":"
                    + "[{\"name\":\"id\",\"dataType\":\"INT\"}]}}";

    @TempDir
    Path folder;

    private CheckCatalog catalog;

    @BeforeEach
    void findSchemas() {
        OpenMetadataSchemas schemas = OpenMetadataSchemas.find().orElse(null);
        Assumptions.assumeTrue(schemas != null, "OpenMetadata's schemas are not on this machine");
        catalog = new CheckCatalog(schemas);
    }

    @Test
    void takesWhatIsValid() throws IOException {
        assertThat(check(SCHEMA, TABLE)).isEmpty();
        assertThat(catalog.lines()).isEqualTo(2);
    }

    @Test
    void namesTheLineAndTheFault() throws IOException {
        assertThat(check(
                        SCHEMA,
                        TABLE.replace("\"INT\"", "\"NUMBER OF SORTS\""),
                        SCHEMA,
                        "{\"type\":\"table\"",
                        "{\"type\":\"table\",\"fqn\":\"s.d.x.u\"}"))
                .hasSize(4)
                .satisfiesExactly(
                        wrong -> assertThat(wrong).contains("line 2: table s.d.x.t: ", "dataType"),
                        twice -> assertThat(twice).isEqualTo("line 3: databaseSchema s.d.x: stands there twice"),
                        torn -> assertThat(torn).startsWith("line 4: no JSON"),
                        bare -> assertThat(bare).contains("line 5", "request"));
    }

    @Test
    void anEmptyCatalogIsWrong() throws IOException {
        assertThat(check()).singleElement().asString().endsWith("empty");
    }

    private List<String> check(String... lines) throws IOException {
        return catalog.check(Files.write(folder.resolve("catalog.ndjson"), List.of(lines)));
    }
}

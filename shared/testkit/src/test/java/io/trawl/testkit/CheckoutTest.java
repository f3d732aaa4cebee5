package io.trawl.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckoutTest {

    private static final String PROPERTY = "trawl.schemas.of-this-test";

    @AfterEach
    void forget() {
        System.clearProperty(PROPERTY);
    }

    @Test
    void theRootHoldsTheWholeBuild() {
        assertThat(Checkout.root().resolve("shared/testkit/pom.xml")).isRegularFile();
    }

    @Test
    void schemasLieBesideTheRootUnlessSomebodySaysWhere() {
        assertThat(Checkout.schemas(PROPERTY, "a/b.json"))
                .contains(Checkout.root().getParent().resolve("shared/schemas/a/b.json"));
        System.setProperty(PROPERTY, "/elsewhere/c.json");
        assertThat(Checkout.schemas(PROPERTY, "a/b.json")).contains(Path.of("/elsewhere/c.json"));
    }

    @Test
    void manifestsAreWhatIsNeitherSourceNorBuilt(@TempDir Path folder) throws Exception {
        Path module = folder.resolve("module");
        for (String file : new String[] {"base/src/a.yaml", "b.yaml", "src/c.yaml", "target/d.yaml"}) {
            Files.createDirectories(module.resolve(file).getParent());
            Files.writeString(module.resolve(file), file);
        }
        Path copy = folder.resolve("copy");
        Checkout.copyManifests(module, copy);
        assertThat(Checkout.text(copy.resolve("base/src/a.yaml"))).isEqualTo("base/src/a.yaml");
        assertThat(copy).isDirectoryContaining("glob:**/b.yaml").isDirectoryContaining("glob:**/base");
        try (var files = Files.list(copy)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void aFileThatIsNotThere(@TempDir Path folder) {
        assertThatThrownBy(() -> Checkout.text(folder.resolve("none"))).isInstanceOf(UncheckedIOException.class);
    }
}

package io.trawl.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.environment.Packaged;
import java.io.IOException;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code java -jar} needs no options: what a driver needs of the JDK is in the manifest of the application. */
class PackagedManifestIT {

    @ParameterizedTest
    @ValueSource(strings = {"discovery-fn", "worker-fn"})
    void whatSnowflakesDriverNeedsOfTheJdkIsExported(String application) throws IOException {
        try (JarFile jar = new JarFile(Packaged.application(application).toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertThat(manifest.getValue("Add-Exports").split(" ")).contains("java.base/sun.util.calendar");
        }
    }
}

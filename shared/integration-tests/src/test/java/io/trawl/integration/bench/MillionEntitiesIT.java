package io.trawl.integration.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.environment.Packaged;
import io.trawl.testkit.EmbeddedDatabase;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The plan streams, and so does everything else: what a run needs does not grow with it. */
@Tag("slow")
class MillionEntitiesIT {

    @Test
    void aMillionEntitiesFitInto256MiB() throws Exception {
        try (EmbeddedDatabase server = EmbeddedDatabase.start()) {
            server.createDatabase("ledger");
            Process process = Packaged.java(
                            List.of("-Xmx256m", "-cp"),
                            System.getProperty("java.class.path"),
                            LargeRun.class.getName(),
                            server.hostPort() + "/ledger",
                            "1000000")
                    .inheritIO()
                    .start();
            assertThat(process.waitFor()).isZero();
        }
    }
}

package io.trawl.testkit.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.SampleWarehouse;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class BaselineTest {

    @Test
    void readsEveryRow() throws SQLException {
        try (EmbeddedDatabase server = EmbeddedDatabase.start()) {
            SampleWarehouse.plain(100, 12, 4).fill(server, "plain");
            SampleWarehouse.demo(100, SampleWarehouse.SEED).fill(server, "demo");
            String url = "jdbc:postgresql://" + server.hostPort() + "/";

            Baseline.Result plain = Baseline.warm(url + "plain", EmbeddedDatabase.USERNAME, "", 2);
            Baseline.Result demo = Baseline.measure(url + "demo", EmbeddedDatabase.USERNAME, "");

            // tables, columns, keys (PK, unique, a quarter's FK but for the first table of each schema), comments
            assertThat(plain.rows()).isEqualTo(100 + 1_200 + 200 + 24 + 300);
            assertThat(plain.relations()).isEqualTo(100);
            assertThat(demo.relations()).isEqualTo(100);
        }
    }
}

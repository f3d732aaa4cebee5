package io.trawl.api.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdSetTest {

    @Test
    void aHundredThousandSimilarIdsAreToldApart() {
        IdSet ids = new IdSet();

        IntStream.range(0, 100_000)
                .forEach(i -> assertThat(ids.add("svc.db.schema.table_" + i)).isTrue());

        IntStream.range(0, 100_000).forEach(i -> {
            assertThat(ids.contains("svc.db.schema.table_" + i)).isTrue();
            assertThat(ids.contains("svc.db.schema.tables_" + i)).isFalse();
        });
        assertThat(ids.add("svc.db.schema.table_7")).isFalse();
    }

    @Test
    void anEmptySetContainsNothing() {
        assertThat(new IdSet().contains("")).isFalse();
    }
}

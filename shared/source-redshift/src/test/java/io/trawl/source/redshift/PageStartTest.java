package io.trawl.source.redshift;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.source.redshift.PageStart.Order;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageStartTest {

    @Test
    void isReadAsItIsWritten() {
        for (PageStart start : List.of(
                PageStart.FIRST,
                PageStart.behind(4_294_967_295L),
                PageStart.first(Order.NAMES),
                PageStart.first(Order.SCHEMA_BY_SCHEMA),
                PageStart.behind(Order.NAMES, "s", "t"),
                PageStart.behind(Order.SCHEMA_BY_SCHEMA, "12:3", "x:\n"),
                PageStart.behind(Order.NAMES, "schäma 🦁", "\"t\""))) {
            assertThat(PageStart.parse(start.text())).isEqualTo(start);
        }
        assertThat(PageStart.parse(null)).isEqualTo(PageStart.FIRST);
    }
}

package io.trawl.source.redshift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PageStartTest {

    @Test
    void isReadAsItIsWritten() {
        for (PageStart start : List.of(
                PageStart.FIRST,
                PageStart.behind(4_294_967_295L),
                PageStart.FIRST_EXTERNAL,
                PageStart.behind("s", "t"),
                PageStart.behind("12:3", "x:\n"),
                PageStart.behind("schäma 🦁", "\"t\""))) {
            assertThat(PageStart.parse(start.text())).isEqualTo(start);
        }
        assertThat(PageStart.parse(null)).isEqualTo(PageStart.FIRST);
    }
}

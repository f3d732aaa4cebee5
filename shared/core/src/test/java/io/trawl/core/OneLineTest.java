package io.trawl.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {

    @Test
    void nobodyBeginsALine() {
        assertThat(OneLine.of("a\r\n\tb  c\u001b[31m\u0000")).isEqualTo("a b  c [31m ");
        assertThat(OneLine.of("")).isEmpty();
        assertThat(OneLine.of(null)).isEqualTo("null");
    }

    @Test
    void whiteSpaceIsFolded() {
        assertThat(OneLine.folded("\n a \r\n\t b\u0000\u0007c  ")).isEqualTo("a b c");
        assertThat(OneLine.folded(" \n ")).isEmpty();
    }

    @Test
    void longTextIsCut() {
        assertThat(OneLine.cut("12345", 5)).isEqualTo("12345");
        assertThat(OneLine.cut("123456", 5)).isEqualTo("1234…");
    }
}

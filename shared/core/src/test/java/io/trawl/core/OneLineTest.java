package io.trawl.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {

    @Test
    void nobodyBeginsALine() {
        assertThat(OneLine.of("a\r\n\tb  c\u001b[31m\u0000$1"))
                .isEqualTo("a\\u000d\\u000a\\u0009b  c\\u001b[31m\\u0000$1");
        assertThat(OneLine.of("\u009b31m\u007f\u0085\u2028\u2029")).isEqualTo("\\u009b31m\\u007f\\u0085\\u2028\\u2029");
        assertThat(OneLine.of("\u202egnp.exe\u2066\u200f\u061c")).isEqualTo("\\u202egnp.exe\\u2066\\u200f\\u061c");
        assertThat(OneLine.of("Ünïcödé 名前 👩\u200d👧 a\u00a0b")).isEqualTo("Ünïcödé 名前 👩\u200d👧 a\u00a0b");
        assertThat(OneLine.of("")).isEmpty();
        assertThat(OneLine.of(null)).isEqualTo("null");
    }

    @Test
    void whiteSpaceIsFolded() {
        assertThat(OneLine.folded("\n a \r\n\t b\u2028\u0085c\u0007  ")).isEqualTo("a b c\\u0007");
        assertThat(OneLine.folded(" \n ")).isEmpty();
    }

    @Test
    void longTextIsCut() {
        assertThat(OneLine.cut("12345", 5)).isEqualTo("12345");
        assertThat(OneLine.cut("123456", 5)).isEqualTo("1234…");
    }

    @Test
    void aStackTraceHasItsLinesAndNoOther() {
        Exception thrown = new IllegalStateException("a\nb\u001b[2J", new RuntimeException("\u202ecause"));
        assertThat(OneLine.trace(thrown))
                .startsWith("java.lang.IllegalStateException: a" + System.lineSeparator() + "b\\u001b[2J"
                        + System.lineSeparator())
                .contains("    at io.trawl.core.OneLineTest", "Caused by: java.lang.RuntimeException: \\u202ecause")
                .doesNotContain("\t", "\u001b", "\u202e");
    }
}

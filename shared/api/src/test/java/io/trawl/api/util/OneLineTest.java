package io.trawl.api.util;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h",
                "h:5432",
                "h:",
                "[::1]:1",
                "http://h:8585",
                "jdbc:postgresql://h:5432/db",
                "a:1,b:2",
                "h/db",
                "::1"
            })
    void anAddressIsQuotedIfItHoldsNoPassword(String text) {
        boolean plain = !text.equals("::1"); // a password may begin with a colon
        assertThat(OneLine.quotedAddress(text)).isEqualTo(plain ? "'" + text + "'" : "the value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user:s3cret",
                "u:s3cret@h",
                "postgresql://u:s3cret@h/db",
                "postgresql://u%3As3cret%40h/db?x",
                "h/db?password=s3cret",
                "jdbc:postgresql://h/db?user=u&password=s3cret",
                "http://h/api;s3cret=1",
                "host=h password=s3cret",
                "http://h#s3cret",
                "h:5432:s3cret"
            })
    void anAddressIsNotQuotedIfItMayHoldOne(String text) {
        assertThat(OneLine.quotedAddress(text)).isEqualTo("the value");
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
                .contains("    at io.trawl.api.util.OneLineTest", "Caused by: java.lang.RuntimeException: \\u202ecause")
                .doesNotContain("\t", "\u001b", "\u202e");
    }
}

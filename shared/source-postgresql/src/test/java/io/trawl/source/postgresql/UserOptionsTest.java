package io.trawl.source.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserOptionsTest {

    @Test
    void settingsInEveryFormThatTheServerTakes() {
        UserOptions options = UserOptions.parse(
                "-c work_mem=5MB  -csearch_path=a,b --Statement-Timeout=7s -c application_name=it\\ is\\\\me");
        assertThat(options.settings())
                .isEqualTo(Map.of(
                        "work_mem", "5MB",
                        "search_path", "a,b",
                        "statement_timeout", "7s",
                        "application_name", "it is\\me"));
        assertThat(options.rest()).isNull();
    }

    @Test
    void theLastOfTwoWinsAndAValueMayBeEmptyOrHoldAnEqualsSign() {
        assertThat(UserOptions.parse("-c a=1 -c b= -c c=x=y -c A=2").settings())
                .isEqualTo(Map.of("a", "2", "b", "", "c", "x=y"));
    }

    @Test
    void whatIsNoSettingIsPassedOn() {
        UserOptions options = UserOptions.parse("endpoint=ep-cool\\ one -c a=1 -e");
        assertThat(options.settings()).isEqualTo(Map.of("a", "1"));
        assertThat(options.rest()).isEqualTo("endpoint=ep-cool\\ one -e");
        assertThat(UserOptions.parse(null)).isEqualTo(new UserOptions(Map.of(), null));
        assertThat(UserOptions.parse("  ")).isEqualTo(new UserOptions(Map.of(), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-c", "-c work_mem", "-c =5", "--work_mem", "-cwork_mem", "--"})
    void aSettingWithoutAValueIsRefused(String text) {
        assertThatThrownBy(() -> UserOptions.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("is not followed by name=value");
    }
}

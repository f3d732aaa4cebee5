package io.trawl.discovery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleLogTest {

    private static String line(Level level) {
        return new ConsoleLog.Lines().format(new LogRecord(level, "mind\nthis"));
    }

    @ParameterizedTest
    @CsvSource({"SEVERE, error", "WARNING, warning", "INFO, info", "FINE, debug"})
    void aLevelIsAWord(String level, String word) {
        assertThat(line(Level.parse(level))).isEqualTo("trawl: " + word + ": mind this" + System.lineSeparator());
    }

    /** JBoss' log manager, which the packaged application has, calls it WARN. */
    @Test
    void aWarningHasOneFormWhateverTheLogManagerCallsIt() {
        assertThat(line(new Level("WARN", Level.WARNING.intValue()) {}))
                .isEqualTo("trawl: warning: mind this" + System.lineSeparator());
    }
}

package io.trawl.discovery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.discovery.progress.Progress;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a signal does to a run. */
class SignalHandlerTest {

    private final FakeCliContext surroundings = new FakeCliContext();
    private final SignalHandler underway = new SignalHandler(surroundings);
    private final List<String> done = new ArrayList<>();
    private final RunHandle elsewhere = new RunHandle(() -> done.add("stop"), () -> done.add("leave"));

    @BeforeEach
    void signal() {
        surroundings.signalled = true;
    }

    private void begin(RunHandle control) {
        underway.begin(control, Progress.none(new PrintWriter(Writer.nullWriter())));
    }

    @Test
    void oneInThisProcessIsStopped() {
        surroundings.answer = Optional.of("l"); // nobody asks
        begin(new RunHandle(() -> done.add("stop"), null));
        assertThat(done).containsExactly("stop");
        assertThat(underway.isInterrupted()).isTrue();
        assertThat(underway.isLeft()).isFalse();
    }

    @Test
    void oneElsewhereIsLeftWhereNobodyCanBeAsked() {
        begin(elsewhere);
        assertThat(done).containsExactly("leave");
        assertThat(underway.isLeft()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"s", "S", "stop"})
    void oneElsewhereIsStoppedForWhoWantsIt(String answer) {
        surroundings.answer = Optional.of(answer);
        begin(elsewhere);
        assertThat(done).containsExactly("stop");
        assertThat(underway.isLeft()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "l", "L", "what?"})
    void andLeftForAnyOtherAnswer(String answer) {
        surroundings.answer = Optional.of(answer);
        begin(elsewhere);
        assertThat(done).containsExactly("leave");
        assertThat(underway.isLeft()).isTrue();
    }

    @Test
    void withoutASignalNothingHappens() {
        surroundings.signalled = false;
        begin(elsewhere);
        assertThat(done).isEmpty();
        assertThat(underway.hasBegun()).isTrue();
        assertThat(underway.isInterrupted()).isFalse();
    }
}

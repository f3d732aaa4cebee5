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

    private final FakeCliContext context = new FakeCliContext();
    private final SignalHandler signals = new SignalHandler(context);
    private final List<String> done = new ArrayList<>();
    private final RunHandle remote = new RunHandle(() -> done.add("stop"), () -> done.add("leave"));

    @BeforeEach
    void signal() {
        context.signalled = true;
    }

    private void begin(RunHandle control) {
        signals.begin(control, Progress.none(new PrintWriter(Writer.nullWriter())));
    }

    @Test
    void oneInThisProcessIsStopped() {
        context.answer = Optional.of("l"); // nobody asks
        begin(new RunHandle(() -> done.add("stop"), null));
        assertThat(done).containsExactly("stop");
        assertThat(signals.isInterrupted()).isTrue();
        assertThat(signals.isLeft()).isFalse();
    }

    @Test
    void oneElsewhereIsLeftWhereNobodyCanBeAsked() {
        begin(remote);
        assertThat(done).containsExactly("leave");
        assertThat(signals.isLeft()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"s", "S", "stop"})
    void oneElsewhereIsStoppedForWhoWantsIt(String answer) {
        context.answer = Optional.of(answer);
        begin(remote);
        assertThat(done).containsExactly("stop");
        assertThat(signals.isLeft()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "l", "L", "what?"})
    void andLeftForAnyOtherAnswer(String answer) {
        context.answer = Optional.of(answer);
        begin(remote);
        assertThat(done).containsExactly("leave");
        assertThat(signals.isLeft()).isTrue();
    }

    @Test
    void withoutASignalNothingHappens() {
        context.signalled = false;
        begin(remote);
        assertThat(done).isEmpty();
        assertThat(signals.hasBegun()).isTrue();
        assertThat(signals.isInterrupted()).isFalse();
    }
}

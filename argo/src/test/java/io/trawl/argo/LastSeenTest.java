package io.trawl.argo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.argo.WorkflowStatus.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LastSeenTest {

    private static final WorkflowStatus RUNNING = status(Phase.RUNNING);
    private static final WorkflowStatus DONE = status(Phase.SUCCEEDED);

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5); // it may overflow
    private final LastSeen lastSeen = new LastSeen(clock::get);
    private final AtomicInteger asked = new AtomicInteger();

    private static WorkflowStatus status(Phase phase) {
        return new WorkflowStatus("w", phase, "", false, List.of());
    }

    private Optional<WorkflowStatus> ask(WorkflowStatus answer) {
        return lastSeen.status("w", Duration.ofNanos(10), () -> {
            asked.incrementAndGet();
            return Optional.ofNullable(answer);
        });
    }

    private Optional<WorkflowStatus> fail(FailureKind kind) {
        return lastSeen.status("w", Duration.ofNanos(10), () -> {
            throw new TrawlException(kind, "no");
        });
    }

    @Test
    void nobodyIsAskedForAWhile() {
        assertThat(ask(RUNNING)).contains(RUNNING);
        clock.addAndGet(9);
        assertThat(ask(DONE)).contains(RUNNING);
        clock.addAndGet(1);
        assertThat(ask(DONE)).contains(DONE);
        assertThat(asked).hasValue(2);
    }

    @Test
    void whatWasSeenHoldsAsLongAsNobodyAnswers() {
        lastSeen.saw(RUNNING);
        for (int i = 0; i < 3; i++) {
            clock.addAndGet(100);
            assertThat(fail(FailureKind.TRANSIENT)).contains(RUNNING);
        }
        clock.addAndGet(100);
        assertThatThrownBy(() -> fail(FailureKind.PERMISSION)).isInstanceOf(TrawlException.class);
        assertThat(ask(DONE)).as("no request is sent for a while").contains(RUNNING);
    }

    @Test
    void whatNobodyHasSeenIsNotMadeUp() {
        assertThatThrownBy(() -> fail(FailureKind.TRANSIENT)).isInstanceOf(TrawlException.class);
    }

    @Test
    void whatHasChangedIsAskedForAtOnce() {
        lastSeen.saw(RUNNING);
        lastSeen.changed("w");
        assertThat(fail(FailureKind.TRANSIENT)).contains(RUNNING);
        lastSeen.changed("w");
        assertThat(ask(DONE)).contains(DONE);
        lastSeen.changed("unknown");
    }

    @Test
    void whatIsGoneStaysGone() {
        lastSeen.saw(RUNNING);
        lastSeen.changed("w");
        assertThat(ask(null)).isEmpty();
        clock.addAndGet(100);
        assertThat(fail(FailureKind.TRANSIENT)).isEmpty();
    }
}

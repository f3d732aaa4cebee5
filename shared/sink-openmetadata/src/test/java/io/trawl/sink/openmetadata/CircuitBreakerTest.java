package io.trawl.sink.openmetadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

    private final AtomicLong now = new AtomicLong(1);
    private final CircuitBreaker circuit = new CircuitBreaker(3, now::get);

    private boolean fail() {
        return circuit.failed(circuit.start());
    }

    @Test
    void opensAfterCallsThatFailedInARow() {
        assertThat(fail()).isFalse();
        assertThat(fail()).isFalse();
        assertThat(circuit.allows()).isTrue();
        assertThat(fail()).as("said once").isTrue();
        assertThat(fail()).isFalse();
        assertThat(circuit.allows()).isFalse();
    }

    @Test
    void callsThatWereUnderWayTogetherCountOnce() {
        CircuitBreaker.Start together = circuit.start();
        for (int i = 0; i < 10; i++) {
            assertThat(circuit.failed(together)).isFalse();
        }
        assertThat(circuit.isOpen()).isFalse();
    }

    @Test
    void anAnswerInBetweenStartsTheCountAgain() {
        fail();
        fail();
        CircuitBreaker.Start before = circuit.start();
        assertThat(circuit.isSilentSince(before)).isTrue();
        circuit.answered();
        assertThat(circuit.isSilentSince(before)).isFalse();
        assertThat(circuit.failed(before)).isFalse();
        assertThat(fail()).isFalse();
        assertThat(fail()).isFalse();
        assertThat(circuit.isOpen()).isFalse();
    }

    @Test
    void oneAttemptAtATimeAndTheFirstAnswerClosesIt() {
        fail();
        fail();
        fail();
        now.addAndGet(CircuitBreaker.PAUSE.toNanos());
        assertThat(circuit.allows()).isTrue();
        assertThat(circuit.allows()).as("one only").isFalse();
        fail();
        assertThat(circuit.allows()).isFalse();
        now.addAndGet(CircuitBreaker.PAUSE.toNanos());
        assertThat(circuit.allows()).isTrue();
        circuit.answered();
        assertThat(circuit.allows()).isTrue();
        assertThat(circuit.isOpen()).isFalse();
    }
}

package io.trawl.argo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.workflow.RetryPolicy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ApiRetryTest {

    private final AtomicInteger tries = new AtomicInteger();

    private Object fail(FailureKind kind) {
        tries.incrementAndGet();
        throw new TrawlException(kind, "no");
    }

    @ParameterizedTest
    @EnumSource
    void whatMayPassIsTriedAgain(FailureKind kind) {
        assertThatThrownBy(() -> Quick.PATIENCE.with(() -> fail(kind))).hasMessage("no");
        assertThat(tries).hasValue(kind.retried() ? 3 : 1);
    }

    @Test
    void itEndsWhenTheTriesThemselvesTakeLong() {
        RetryPolicy often = new RetryPolicy(1000, Duration.ZERO, 1, Duration.ZERO);
        ApiRetry none = new ApiRetry(often, Duration.ofNanos(-1));
        assertThatThrownBy(() -> none.with(() -> fail(FailureKind.TRANSIENT))).isInstanceOf(TrawlException.class);
        assertThat(tries).hasValue(1);
    }

    @Test
    void whoeverIsInterruptedDoesNotWait() {
        Thread.currentThread().interrupt();
        ApiRetry standard = ApiRetry.standard();
        assertThatThrownBy(() -> standard.with(() -> fail(FailureKind.TRANSIENT)))
                .hasMessage("interrupted while an API was out of reach");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(tries).hasValue(1);
    }
}

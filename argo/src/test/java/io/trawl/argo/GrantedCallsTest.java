package io.trawl.argo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Whether a 403 is a lack of rights, or a server that does not know its roles yet. */
class GrantedCallsTest {

    private static final String GET = "get workflows";
    private static final String CREATE = "create workflows";

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5); // it may overflow
    private final GrantedCalls grants = new GrantedCalls(clock::get);

    private void pass(long seconds) {
        clock.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    @Test
    void whatWasNeverAllowedDoesNotPass() {
        grants.allowed(GET);
        assertThat(grants.mayPass(CREATE)).isFalse();
    }

    @Test
    void whatWasAllowedPassesForAMinute() {
        grants.allowed(GET);
        pass(1_000);
        assertThat(grants.mayPass(GET)).isTrue();
        pass(59);
        assertThat(grants.mayPass(GET)).isTrue();
        pass(1);
        assertThat(grants.mayPass(GET)).isFalse();
    }

    @Test
    void onceItIsAllowedAgainTheMinuteIsAnother() {
        grants.allowed(GET);
        grants.mayPass(GET);
        pass(60);
        grants.allowed(GET);
        assertThat(grants.mayPass(GET)).isTrue();
    }

    @Test
    void anythingPassesForAMinuteAfterAnOutage() {
        grants.unavailable();
        pass(59);
        assertThat(grants.mayPass(CREATE)).isTrue();
        pass(1);
        assertThat(grants.mayPass(CREATE)).isFalse();
    }
}

package io.trawl.sink.openmetadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestLimitTest {

    private static final long QUICK = Duration.ofMillis(50).toNanos();

    @Test
    void startsLowAndGrowsToTheMaximum() throws Exception {
        RequestLimit limit = new RequestLimit(100);
        assertThat(limit.current()).isEqualTo(10);
        for (int i = 0; i < 200; i++) {
            limit.acquire();
            limit.answered(QUICK);
        }
        assertThat(limit.current()).isEqualTo(100);
        assertThat(new RequestLimit(3).current()).isEqualTo(3);
        assertThat(new RequestLimit(0).current()).isEqualTo(1);
    }

    @Test
    void halvesOnceForRequestsThatWereUnderWayTogether() throws Exception {
        RequestLimit limit = new RequestLimit(10);
        long[] permits = new long[8];
        for (int i = 0; i < permits.length; i++) {
            permits[i] = limit.acquire();
        }
        for (long permit : permits) {
            limit.overloaded(permit);
        }
        assertThat(limit.current()).isEqualTo(5);
        limit.overloaded(limit.acquire());
        limit.overloaded(limit.acquire());
        limit.overloaded(limit.acquire());
        limit.overloaded(limit.acquire());
        assertThat(limit.current()).as("never none").isEqualTo(1);
    }

    @Test
    void creepsBackAfterAComplaint() throws Exception {
        RequestLimit limit = new RequestLimit(10);
        limit.overloaded(limit.acquire());
        assertThat(limit.current()).isEqualTo(5);
        for (int i = 0; i < 6; i++) {
            limit.acquire();
            limit.answered(QUICK);
        }
        assertThat(limit.current()).isEqualTo(6);
        for (int i = 0; i < 100; i++) {
            limit.acquire();
            limit.answered(QUICK);
        }
        assertThat(limit.current()).isEqualTo(10);
    }

    @Test
    void doesNotGrowWhileTheServerIsSlow() throws Exception {
        RequestLimit limit = new RequestLimit(100);
        limit.acquire();
        limit.answered(QUICK);
        int before = limit.current();
        for (int i = 0; i < 20; i++) {
            limit.acquire();
            limit.answered(Duration.ofSeconds(2).toNanos());
        }
        assertThat(limit.current()).isEqualTo(before);
    }
}

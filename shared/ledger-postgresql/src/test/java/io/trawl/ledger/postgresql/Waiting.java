package io.trawl.ledger.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.RunLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions, not for times. */
final class Waiting {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Waiting() {}

    static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        boolean met = condition.getAsBoolean();
        while (!met && System.nanoTime() < end) {
            LockSupport.parkNanos(5_000_000);
            met = condition.getAsBoolean();
        }
        assertThat(met).as(what).isTrue();
    }

    static Claim claimOne(RunLedger run) {
        List<Claim> claims = new ArrayList<>();
        until("something to claim", () -> {
            claims.addAll(run.claim(1));
            return !claims.isEmpty();
        });
        return claims.get(0);
    }
}

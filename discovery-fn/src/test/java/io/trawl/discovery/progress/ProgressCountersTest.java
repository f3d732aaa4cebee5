package io.trawl.discovery.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import io.trawl.api.report.Report.Counts;
import io.trawl.discovery.progress.ProgressCounters.Now;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProgressCountersTest {

    private static final EntityDescriptor TABLE = new EntityDescriptor("s.d.sch.t", EntityType.TABLE, Map.of(), 1);

    private final ProgressCounters tally = new ProgressCounters();

    private static List<Outcome> ingested(int howMany) {
        return Collections.nCopies(howMany, new Outcome.Ingested(TABLE));
    }

    private static Counts counts(long listed, long done, long failed) {
        return new Counts(listed, done - failed, 0, 0, 0, failed, 0);
    }

    @Test
    void aRunOfThisProcessAlone() {
        tally.listed(10);
        tally.completed(ingested(3));
        tally.completed(List.of(new Outcome.Failed(TABLE, FailureKind.BUG, "x")));
        assertThat(tally.now()).isEqualTo(new Now(0, 4, 10, 1));
    }

    @Test
    void whatWasDoneBeforeIsKnownFromTheStart() {
        tally.standing(counts(100, 60, 2));
        assertThat(tally.now()).isEqualTo(new Now(60, 60, 100, 2));
        tally.completed(ingested(5));
        tally.listed(10);
        assertThat(tally.now()).isEqualTo(new Now(60, 65, 110, 2));
    }

    @Test
    void aStandingTakesThePlaceOfWhatWasAddedUpSinceTheLast() {
        tally.listed(100);
        tally.completed(ingested(10));
        assertThat(tally.now()).isEqualTo(new Now(0, 10, 100, 0));
        tally.standing(counts(150, 40, 1)); // others have done 30, and listed 50
        assertThat(tally.now()).isEqualTo(new Now(0, 40, 150, 1));
        tally.completed(ingested(5));
        assertThat(tally.now()).isEqualTo(new Now(0, 45, 150, 1));
    }

    @Test
    void neverGoesBackNorBeyondWhatIsListed() {
        tally.listed(50);
        tally.completed(ingested(30));
        assertThat(tally.now().done()).isEqualTo(30);
        tally.standing(counts(50, 20, 0)); // counted before the last batch was recorded
        assertThat(tally.now()).isEqualTo(new Now(0, 30, 50, 0));
        tally.standing(counts(50, 45, 0));
        tally.completed(ingested(10)); // counted already
        assertThat(tally.now()).isEqualTo(new Now(0, 50, 50, 0));
    }

    @Test
    void whateverTheOrderNothingGoesBack() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Now last = tally.now();
        for (int i = 0; i < 10_000; i++) {
            switch (random.nextInt(3)) {
                case 0 -> tally.listed(random.nextInt(20));
                case 1 -> tally.completed(ingested(random.nextInt(20)));
                default -> {
                    long listed = random.nextInt(50_000);
                    long done = random.nextLong(listed + 1);
                    tally.standing(counts(listed, done, random.nextLong(done + 1)));
                }
            }
            Now now = tally.now();
            assertThat(now.done()).isBetween(last.done(), now.listed());
            assertThat(now.listed()).isGreaterThanOrEqualTo(last.listed());
            assertThat(now.failed()).isGreaterThanOrEqualTo(last.failed());
            last = now;
        }
    }
}

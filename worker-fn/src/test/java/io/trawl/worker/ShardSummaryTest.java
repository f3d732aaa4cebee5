package io.trawl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.ledger.Completion;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardSummaryTest {

    private final ShardSummary tally = new ShardSummary();

    private static EntityDescriptor table(String name) {
        return new EntityDescriptor(
                Fqn.of("svc", "db", "s", name),
                EntityType.TABLE,
                Map.of("database", "db", "schema", "s", "name", name),
                1);
    }

    private static Outcome.Failed failed(String name, FailureKind kind, String message) {
        return new Outcome.Failed(table(name), kind, message);
    }

    private void completed(long batch, List<? extends Outcome> outcomes, List<Outcome.Failed> again) {
        tally.completed(
                batch, new Completion(outcomes, List.of(), again, Duration.ZERO, Map.of(), Duration.ofMillis(1)));
    }

    private String said(int open) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        tally.print(new PodArguments("shop", "r-1", 0, 5), open, new PrintStream(said, true, StandardCharsets.UTF_8));
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void nothingToDo() {
        assertThat(tally.exitCode(0)).isZero();
        assertThat(said(0))
                .isEqualTo(
                        "trawl: pod 0 of 5, run r-1: entities: 0 ingested, 0 wait for their foreign keys, 0 unchanged,"
                                + " 0 gone, 0 failed; batches: 0 worked on, 0 still open\n");
    }

    /** Kinds that failed for good, kinds to be tried again, batches open, exit code. */
    @ParameterizedTest
    @CsvSource({
        "'', '', 0, 0",
        "'', '', 1, 75",
        "PERMISSION, '', 0, 77",
        "INVALID, '', 0, 78",
        "TRANSIENT, '', 0, 1",
        "THROTTLED, '', 0, 1",
        "BUG, '', 0, 1",
        "INVALID PERMISSION TRANSIENT, '', 0, 77",
        "TRANSIENT INVALID, '', 0, 78",
        "'', TRANSIENT, 1, 75",
        "'', THROTTLED, 1, 75",
        "'', BUG, 1, 70",
        "'', BUG TRANSIENT, 2, 75",
        "PERMISSION, TRANSIENT, 1, 75",
        "PERMISSION, BUG, 1, 70"
    })
    void theExitCodeSaysWhetherThePodComesAgain(String lasting, String again, int open, int exitCode) {
        long batch = 0;
        for (String kind : lasting.isEmpty() ? new String[0] : lasting.split(" ")) {
            completed(batch++, List.of(failed("t" + batch, FailureKind.valueOf(kind), "why")), List.of());
        }
        for (String kind : again.isEmpty() ? new String[0] : again.split(" ")) {
            completed(batch++, List.of(), List.of(failed("t" + batch, FailureKind.valueOf(kind), "why")));
        }
        assertThat(tally.exitCode(open)).isEqualTo(exitCode);
    }

    @Test
    void whatWentWellAtLastIsNoProblem() {
        completed(4, List.of(), List.of(failed("t", FailureKind.BUG, "it broke")));
        completed(4, List.of(new Outcome.Ingested(table("t"))), List.of());
        assertThat(tally.exitCode(0)).isZero();
        assertThat(said(0)).hasLineCount(1).contains("1 ingested", "2 worked on");
    }

    @Test
    void aProblemOfManyIsOneLine() {
        completed(
                0,
                IntStream.range(0, 200)
                        .mapToObj(i -> failed("t" + i, FailureKind.PERMISSION, "login refused\nfor ever"))
                        .toList(),
                List.of(failed("x", FailureKind.TRANSIENT, "503")));
        assertThat(said(1).lines())
                .containsExactly(
                        "trawl: svc.db.s.t0, svc.db.s.t1, svc.db.s.t2 and 197 more: login refused for ever",
                        "trawl: to be tried again: svc.db.s.x: 503",
                        "trawl: pod 0 of 5, run r-1: entities: 0 ingested, 0 wait for their foreign keys, 0 unchanged, 0"
                                + " gone, 200 failed; batches: 1 worked on, 1 still open");
    }

    @Test
    void manyProblemsAreNotALineEach() {
        completed(
                0,
                IntStream.range(0, 50)
                        .mapToObj(i -> failed("t" + i, FailureKind.INVALID, "why " + i))
                        .toList(),
                List.of());
        assertThat(said(0)).hasLineCount(22).contains("trawl: and 30 more problems\n");
    }
}

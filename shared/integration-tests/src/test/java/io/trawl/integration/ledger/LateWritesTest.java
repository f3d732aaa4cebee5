package io.trawl.integration.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.Request;
import io.trawl.api.model.TrawlException;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.Workflow;
import io.trawl.environment.Intercepted;
import io.trawl.environment.LocalRun;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What goes wrong between a write and its report: a worker stands still until its lease has ended and others have done its work,
 * or the sink does what it is told and then fails, or says that it has, once for each batch.
 */
@Tag("processes")
class LateWritesTest {

    @AutoClose
    private static EmbeddedDatabase server;

    @BeforeAll
    static void start() {
        server = FaultWarehouse.start();
        undisturbed = Undisturbed.runs(server);
    }

    private static Undisturbed undisturbed;

    @TempDir
    Path folder;

    /** Holds one worker up after its write until somebody else has completed its batch. */
    private static final class Late implements Intercepted.Around {
        private final Workflow workflow;
        private final AtomicBoolean chosen = new AtomicBoolean();
        private final ThreadLocal<Claim> held = new ThreadLocal<>();
        private final CountDownLatch doneByAnother = new CountDownLatch(1);
        private volatile long batch = -1;
        private volatile long token = -1;

        Late(Workflow workflow) {
            this.workflow = workflow;
        }

        @Override
        public Object answer(Intercepted.Call call) throws Throwable {
            if (call.name().equals("holds")) {
                held.set((Claim) call.arguments()[0]);
            }
            Object answer = call.proceed();
            if (call.name().equals("sinkWrite") && chosen.compareAndSet(false, true)) {
                batch = held.get().batch();
                token = held.get().token();
                CrashingMain.takeAway(workflow);
                assertThat(doneByAnother.await(1, TimeUnit.MINUTES)).isTrue();
            }
            if (call.name().equals("complete")) {
                Claim claim = (Claim) call.arguments()[0];
                if (claim.batch() == batch && claim.token() != token && (boolean) answer) {
                    doneByAnother.countDown();
                }
            }
            return answer;
        }
    }

    @Test
    void aSnapshotHoldsNothingTwice() {
        LocalRun workflow = FaultWarehouse.run(folder, "late-file", server);
        Late late = new Late(workflow.workflow());

        Report report = Intercepted.run(workflow, late);

        assertThat(late.doneByAnother.getCount()).isZero();
        undisturbed.auditSnapshot(workflow, report);
    }

    @Test
    void aSnapshotWithALateWriteCanBeGoneOnWith() {
        LocalRun workflow = FaultWarehouse.run(folder, "late-resumed", server);
        Late late = new Late(workflow.workflow());
        AtomicBoolean broken = new AtomicBoolean();
        Throwable thrown = null;
        try {
            Intercepted.run(workflow, call -> {
                // What is closed is closed as in a process that ends, the sink's lock on its file too.
                boolean closes = List.of("close", "ledgerClose", "sinkClose").contains(call.name());
                if (broken.get() && !closes) {
                    throw new TrawlException(FailureKind.TRANSIENT, "the ledger is out of reach");
                }
                Object answer = late.answer(call);
                if (call.name().equals("wroteLate") && ((Claim) call.arguments()[0]).token() == late.token) {
                    broken.set(true);
                }
                return answer;
            });
        } catch (TrawlException e) {
            thrown = e;
        }
        assertThat(thrown).hasMessage("the ledger is out of reach");

        Report report = workflow.resume();

        undisturbed.auditSnapshot(workflow, report);
    }

    @Test
    void aLateWriteWhileTheSnapshotIsFinishedIsMadeGood() {
        LocalRun workflow = FaultWarehouse.run(folder, "late-finish", server);
        AtomicReference<Claim> claim = new AtomicReference<>();
        AtomicBoolean reopened = new AtomicBoolean();

        Report report = Intercepted.run(workflow, call -> {
            if (call.name().equals("holds")) {
                claim.compareAndSet(null, (Claim) call.arguments()[0]);
            }
            if (call.name().equals("end") && reopened.compareAndSet(false, true)) {
                Claim late = claim.get();
                ((DurableRunLedger) call.target())
                        .wroteLate(late, List.of(late.descriptors().get(0).id()));
                Object answer = call.proceed();
                assertThat(answer).isEqualTo(false);
                return answer;
            }
            return call.proceed();
        });

        undisturbed.auditSnapshot(workflow, report);
    }

    @Test
    void aCatalogIsRight() {
        try (OpenMetadataServer catalog = FaultWarehouse.catalog()) {
            LocalRun workflow = FaultWarehouse.run(folder, "late-catalog", server, catalog);
            Late late = new Late(workflow.workflow());

            Report report = Intercepted.run(workflow, late);

            assertThat(late.doneByAnother.getCount()).isZero();
            undisturbed.audit(workflow, report, catalog);
        }
    }

    /** Fails after the first write of a set of entities, in one of two ways. */
    private static final class DoneThenFailed implements Intercepted.Around {
        private final Random random;
        private final Set<Set<EntityDescriptor>> seen = new HashSet<>();
        private int failures;

        DoneThenFailed(long seed) {
            System.out.println("seed " + seed);
            random = new Random(seed);
        }

        @Override
        @SuppressWarnings("unchecked")
        public Object answer(Intercepted.Call call) throws Throwable {
            Object answer = call.proceed();
            if (call.name().equals("sinkWrite")) {
                return afterWrite((List<Request>) call.arguments()[0], answer);
            }
            return answer;
        }

        private synchronized Object afterWrite(List<Request> requests, Object answer) {
            Set<EntityDescriptor> batch = new HashSet<>();
            requests.forEach(request -> batch.add(request.descriptor()));
            if (!seen.add(batch)) {
                return answer;
            }
            failures++;
            if (random.nextBoolean()) {
                throw new TrawlException(FailureKind.TRANSIENT, "the answer was lost");
            }
            return requests.stream()
                    .map(request -> new Outcome.Failed(request.descriptor(), FailureKind.TRANSIENT, "no answer"))
                    .toList();
        }
    }

    @Test
    void aCatalogIsRightThatFailsAfterEachWrite() {
        try (OpenMetadataServer catalog = FaultWarehouse.catalog()) {
            LocalRun workflow = FaultWarehouse.run(folder, "done-then-failed", server, catalog);
            DoneThenFailed faults = new DoneThenFailed(new Random().nextLong());

            Report report = Intercepted.run(workflow, faults);

            assertThat(faults.failures).isGreaterThanOrEqualTo(FaultWarehouse.TABLES / 10);
            undisturbed.audit(workflow, report, catalog);
        }
    }

    @Test
    void aSnapshotIsRightWhoseSinkFailsAfterEachWrite() {
        LocalRun workflow = FaultWarehouse.run(folder, "done-then-failed-file", server);
        DoneThenFailed faults = new DoneThenFailed(new Random().nextLong());

        Report report = Intercepted.run(workflow, faults);

        assertThat(faults.failures).isGreaterThanOrEqualTo(FaultWarehouse.TABLES / 10);
        undisturbed.auditSnapshot(workflow, report);
    }
}

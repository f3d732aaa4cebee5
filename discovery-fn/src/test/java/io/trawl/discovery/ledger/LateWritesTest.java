package io.trawl.discovery.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.Workflow;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker that stands still between its write and its report, until its lease has ended and others have done its work. */
class LateWritesTest {

    private static EmbeddedDatabase server;
    private static Undisturbed undisturbed;

    @TempDir
    Path folder;

    @BeforeAll
    static void start(@TempDir Path first) {
        server = FaultWarehouse.start(EmbeddedDatabase.start());
        undisturbed = Undisturbed.runs(first, server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

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
        LedgerWorkflow workflow = new LedgerWorkflow(folder, "late-file", server).write();
        Late late = new Late(workflow.read());

        Report report = workflow.execute(RunStart.anew(), late);

        assertThat(late.doneByAnother.getCount()).isZero();
        undisturbed.auditSnapshot(workflow, report);
    }

    @Test
    void aSnapshotWithALateWriteCanBeGoneOnWith() {
        LedgerWorkflow workflow = new LedgerWorkflow(folder, "late-resumed", server).write();
        Late late = new Late(workflow.read());
        AtomicBoolean broken = new AtomicBoolean();
        Throwable thrown = null;
        try {
            workflow.execute(RunStart.anew(), call -> {
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
        LedgerWorkflow workflow = new LedgerWorkflow(folder, "late-finish", server).write();
        AtomicReference<Claim> claim = new AtomicReference<>();
        AtomicBoolean reopened = new AtomicBoolean();

        Report report = workflow.execute(RunStart.anew(), call -> {
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
            LedgerWorkflow workflow = new LedgerWorkflow(folder, "late-catalog", server)
                    .openMetadata(catalog)
                    .write();
            Late late = new Late(workflow.read());

            Report report = workflow.execute(RunStart.anew(), late);

            assertThat(late.doneByAnother.getCount()).isZero();
            undisturbed.audit(workflow, report, catalog);
        }
    }
}

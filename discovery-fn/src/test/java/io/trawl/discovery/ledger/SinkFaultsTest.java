package io.trawl.discovery.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.Request;
import io.trawl.api.model.TrawlException;
import io.trawl.api.report.Report;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sink that does what it is told and then fails, or says that it has, once for each batch. */
class SinkFaultsTest {

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
    void theCatalogIsRight() {
        try (OpenMetadataServer catalog = FaultWarehouse.catalog()) {
            LedgerWorkflow workflow = new LedgerWorkflow(folder, "done-then-failed", server)
                    .openMetadata(catalog)
                    .write();
            DoneThenFailed faults = new DoneThenFailed(new Random().nextLong());

            Report report = workflow.execute(RunStart.anew(), faults);

            assertThat(faults.failures).isGreaterThanOrEqualTo(FaultWarehouse.TABLES / 10);
            undisturbed.audit(workflow, report, catalog);
        }
    }

    @Test
    void theSnapshotIsRight() {
        LedgerWorkflow workflow = new LedgerWorkflow(folder, "done-then-failed-file", server).write();
        DoneThenFailed faults = new DoneThenFailed(new Random().nextLong());

        Report report = workflow.execute(RunStart.anew(), faults);

        assertThat(faults.failures).isGreaterThanOrEqualTo(FaultWarehouse.TABLES / 10);
        undisturbed.auditSnapshot(workflow, report);
    }
}

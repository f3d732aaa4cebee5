package io.trawl.core.engine;

import io.trawl.core.config.Workflow;
import io.trawl.core.ledger.InMemoryLedger;
import io.trawl.core.ledger.Ledger;
import io.trawl.core.model.EntityDescriptor;
import io.trawl.core.model.Hierarchy;
import io.trawl.core.report.Report;
import io.trawl.core.source.Check;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** The way in: what can be done with a workflow. Safe for use by several threads. */
public final class Trawl {

    private static final DateTimeFormatter RUN_ID = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final Clock clock;
    private final Random random;

    /**
     * @param clock what time it is
     * @param random decides pauses and the end of run ids
     */
    public Trawl(Clock clock, Random random) {
        this.clock = clock;
        this.random = random;
    }

    /** With the system's clock and chance. */
    public Trawl() {
        this(Clock.systemUTC(), new Random());
    }

    /** An id for a new run: its date and time, and four random digits. */
    public String newRunId() {
        return RUN_ID.format(clock.instant().atOffset(ZoneOffset.UTC)) + "-%04x".formatted(random.nextInt(0x10000));
    }

    /**
     * Runs the workflow to its end.
     *
     * @param begun receives the run before it begins, so that it can be stopped
     * @throws io.trawl.core.model.TrawlException if source or sink cannot be reached
     */
    public Report ingest(Workflow workflow, RunListener listener, Consumer<Run> begun) {
        try (Session session = Session.open(workflow);
                Ledger ledger = newLedger(workflow)) {
            Run run = new Run(newRunId(), session, ledger, listener, clock, random);
            begun.accept(run);
            return run.execute();
        }
    }

    /**
     * What a run would do, deletions included; writes nothing.
     *
     * @throws io.trawl.core.model.TrawlException if the source cannot be reached
     */
    public Plan plan(Workflow workflow, RunListener listener) {
        try (Session session = Session.open(workflow);
                Ledger ledger = newLedger(workflow)) {
            return new Planning(session, ledger, listener).plan();
        }
    }

    /**
     * Lists the entities a run would ingest.
     *
     * @param found receives each as it arrives
     * @return what could not be listed
     * @throws io.trawl.core.model.TrawlException if the source cannot be reached
     */
    public List<Report.FailedEntity> discover(Workflow workflow, Consumer<EntityDescriptor> found) {
        try (Session session = Session.open(workflow);
                Ledger ledger = newLedger(workflow)) {
            Discovery discovery =
                    new Discovery(session.source(), session.filters(), ledger, RunListener.NONE, () -> false);
            Hierarchy hierarchy = discovery.hierarchy();
            discovery.entities(hierarchy, found, () -> {});
            return ledger.standing().failures();
        }
    }

    /** Looks at source and sink; one line each. */
    public List<Check> check(Workflow workflow) {
        try (Session session = Session.open(workflow)) {
            List<Check> checks = new ArrayList<>(session.source().check());
            checks.addAll(session.sink().check());
            return checks;
        }
    }

    private static Ledger newLedger(Workflow workflow) {
        return new InMemoryLedger(workflow.source().serviceName());
    }
}

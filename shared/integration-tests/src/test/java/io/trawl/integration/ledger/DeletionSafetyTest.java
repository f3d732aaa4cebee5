package io.trawl.integration.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.Providers;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.Ledger;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.TrawlException;
import io.trawl.api.report.Report;
import io.trawl.api.sink.Sink;
import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.DeletionLimit;
import io.trawl.api.workflow.Workflow;
import io.trawl.engine.IngestionEngine;
import io.trawl.engine.RunListener;
import io.trawl.environment.Intercepted;
import io.trawl.environment.TestEnvironment;
import io.trawl.testkit.EmbeddedDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever goes wrong, what is marked as deleted is known to the catalog, within the filters, lacking from a listing that
 * was complete in this run, few enough in its scope, not all of it, in nothing that the catalog refuses, and was found to be
 * gone when the source was asked again.
 * That sentence is written once more here, over what source and catalog have answered, and knows nothing of the engine.
 */
@Tag("processes")
class DeletionSafetyTest {

    private static final int SEEDS = Integer.getInteger("trawl.seeds", 75);
    private static final int MOST_SESSIONS = 4;

    /** What must happen to some seed: the property would hold for an engine that never deletes, too. */
    private enum Seen {
        TABLE_DELETED,
        SCHEMA_DELETED,
        LARGE_SHARE_BY_LEAVE,
        FEW_ABOVE_THE_SHARE,
        HELD_BACK,
        NOT_EMPTIED,
        FAILED_WITH_ITS_SCHEMA,
        GONE_ON_WITH,
        REFUSED_AFTER_A_CHANGE
    }

    private static final Map<Seen, Long> SEEN = new EnumMap<>(Seen.class);

    @AutoClose
    private static EmbeddedDatabase server;

    private static DurableLedger ledger;

    @TempDir
    Path folder;

    private Random random;
    private MemorySource source;
    private MemoryCatalog catalog;
    private boolean givenUp;
    /** The last listing of each schema in this run. */
    private final Map<String, MemorySource.Listed> listings = new HashMap<>();

    /** What a user sets. */
    private record Settings(boolean filtered, boolean markTables, boolean markSchemas, DeletionLimit limit) {

        String yaml() {
            return "markDeletedTables: " + markTables + ", markDeletedSchemas: " + markSchemas
                    + (filtered
                            ? ", tableFilterPattern: {excludes: ['x']}, schemaFilterPattern: {excludes: ['x']}"
                            : "");
        }

        boolean allows(String id) {
            return !filtered || !name(id).startsWith("x");
        }
    }

    @BeforeAll
    static void start() {
        server = EmbeddedDatabase.start();
        server.createDatabase(FaultWarehouse.LEDGER);
        ledger = TestEnvironment.openLedger(
                "jdbc:postgresql://" + server.hostPort() + "/" + FaultWarehouse.LEDGER, Duration.ofHours(1));
    }

    @AfterAll
    static void stop() {
        ledger.close();
        System.out.println(SEEDS + " cases: " + SEEN);
        assertThat(SEEN.keySet()).containsExactly(Seen.values());
    }

    private static void seen(Seen what, long times) {
        if (times > 0) {
            SEEN.merge(what, times, Long::sum);
        }
    }

    static LongStream seeds() {
        long first = new Random().nextInt(1_000_000);
        System.out.println("DeletionSafetyTest: " + SEEDS + " seeds from " + first);
        return LongStream.range(first, first + SEEDS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsDeletedMayBeDeleted(long seed) {
        random = new Random(seed);
        source = new MemorySource();
        catalog = new MemoryCatalog("catalog " + seed + " " + System.nanoTime());
        fill();
        Settings settings = settings();
        for (int session = 0; session < MOST_SESSIONS; session++) {
            disturb();
            if (random.nextInt(3) == 0) {
                settings = settings();
            }
            session(settings);
        }
    }

    private void fill() {
        for (int schema = 0; schema <= random.nextInt(3); schema++) {
            String name = (random.nextInt(6) == 0 ? "x" : "s") + schema;
            Collection<String> tables = source.tables.computeIfAbsent(name, key -> new TreeSet<>());
            int count = random.nextInt(12);
            for (int i = 0; i < count; i++) {
                tables.add(tableName("t", i));
            }
            int gone = random.nextInt(random.nextBoolean() ? 3 : 12);
            for (int i = 0; i < gone; i++) {
                catalog.tables.add(MemorySource.id(name, tableName("old", i)));
            }
            tables.stream()
                    .filter(table -> random.nextBoolean())
                    .forEach(table -> catalog.tables.add(MemorySource.id(name, table)));
        }
        for (int i = 0; i < random.nextInt(4); i++) {
            String schema = Fqn.of(FaultWarehouse.SERVICE, MemorySource.DATABASE, tableName("gone", i));
            catalog.schemas.add(schema);
            catalog.tables.add(Fqn.child(schema, "below"));
        }
    }

    private String tableName(String prefix, int number) {
        return (random.nextInt(5) == 0 ? "x" : "") + prefix + number;
    }

    private Settings settings() {
        double[] shares = {0, 0.1, 0.2, 0.5, 1};
        int[] counts = {0, 1, 2, 5};
        return new Settings(
                random.nextBoolean(),
                random.nextInt(8) > 0,
                random.nextInt(3) == 0,
                new DeletionLimit(shares[random.nextInt(shares.length)], counts[random.nextInt(counts.length)]));
    }

    /** Tables come and go, and other things go wrong than before. */
    private void disturb() {
        source.faults.clear();
        source.invisible.clear();
        source.invisibleSchemas.clear();
        source.recheckFails.clear();
        source.droppedLater.clear();
        catalog.listingFails.clear();
        catalog.refused.clear();
        catalog.refusedSchemas.clear();
        catalog.deletingFails = random.nextInt(6) == 0;
        source.databaseFails = random.nextInt(10) == 0;
        source.tables.forEach((schema, tables) -> {
            tables.removeIf(table -> random.nextInt(8) == 0);
            if (random.nextBoolean()) {
                tables.add(tableName("new", random.nextInt(100)));
            }
            MemorySource.Fault[] faults = MemorySource.Fault.values();
            if (random.nextInt(3) == 0) {
                source.faults.put(schema, faults[random.nextInt(faults.length)]);
            }
            String fqn = Fqn.of(FaultWarehouse.SERVICE, MemorySource.DATABASE, schema);
            addSometimes(source.invisibleSchemas, schema, 8);
            addSometimes(source.recheckFails, schema, 8);
            addSometimes(catalog.listingFails, fqn, 8);
            addSometimes(catalog.refusedSchemas, fqn, 8);
            for (String table : tables) {
                String id = MemorySource.id(schema, table);
                addSometimes(source.invisible, id, 12);
                addSometimes(source.droppedLater, id, 12);
                addSometimes(catalog.refused, id, 12);
            }
        });
    }

    private void addSometimes(Set<String> to, String id, int oneIn) {
        if (random.nextInt(oneIn) == 0) {
            to.add(id);
        }
    }

    /** A process that begins a run, or goes on with the one before, and may break down. */
    private void session(Settings settings) {
        Workflow workflow = workflow(settings);
        Optional<RunRecord> last = ledger.run(workflow.name(), Ledger.LATEST);
        boolean open = last.isPresent() && !last.get().state().isComplete();
        boolean failed = last.isPresent() && !open && last.get().entities().failed() > 0;
        boolean goesOn = !givenUp && (open || failed && random.nextBoolean());
        givenUp = false;
        RunStart start =
                goesOn ? (open ? RunStart.resume(Ledger.LATEST) : RunStart.retry(Ledger.LATEST)) : RunStart.anew();
        boolean large = random.nextInt(4) == 0;
        source.listed.clear();
        source.rechecked.clear();
        catalog.known.clear();
        catalog.deleted.clear();
        try {
            Report report = new IngestionEngine(Clock.systemUTC(), random, providers())
                    .ingest(workflow, large ? start.allowingLargeDeletion() : start, RunListener.NONE, run -> {});
            seen(Seen.HELD_BACK, warnings(report, "deletion.maxShare"));
            seen(Seen.NOT_EMPTIED, warnings(report, "nothing would be left"));
            seen(
                    Seen.FAILED_WITH_ITS_SCHEMA,
                    report.failures().stream()
                            .filter(failure -> failure.type().equals("table")
                                    && catalog.refusedSchemas.contains(Fqn.parent(failure.id())))
                            .count());
            seen(Seen.GONE_ON_WITH, goesOn ? 1 : 0);
        } catch (TrawlException | ConfigException e) {
            if (goesOn && !last.get().run().digest().equals(workflow.digest())) {
                seen(Seen.REFUSED_AFTER_A_CHANGE, 1);
                assertThat(catalog.deleted).isEmpty();
                givenUp = true; // the next session begins anew
            } else {
                assertThat(e).hasMessageContaining("breaks down");
            }
        }
        if (!runId(ledger.run(workflow.name(), Ledger.LATEST)).equals(runId(last))) {
            listings.clear(); // a run has begun; a process may break down before that
        }
        source.listed.forEach(listed -> listings.put(listed.schema(), listed));
        check(settings, large);
    }

    private static long warnings(Report report, String part) {
        return report.warnings().stream()
                .filter(warning -> warning.contains(part))
                .count();
    }

    private static Optional<String> runId(Optional<RunRecord> run) {
        return run.map(each -> each.run().runId());
    }

    private Workflow workflow(Settings settings) {
        return FaultWarehouse.run(
                        folder, "deletion-" + Math.abs(catalog.catalog().hashCode()), server)
                .openMetadata("http://localhost:1/api", "none")
                .source(settings.yaml())
                .execution("deletion: {maxShare: " + settings.limit().maxShare() + ", maxCount: "
                        + settings.limit().maxCount() + "}")
                .workflow();
    }

    // --- the rule

    private void check(Settings settings, boolean large) {
        for (MemoryCatalog.Deleted deleted : catalog.deleted) {
            boolean table = deleted.type() == EntityType.TABLE;
            seen(table ? Seen.TABLE_DELETED : Seen.SCHEMA_DELETED, 1);
            String id = deleted.id();
            assertThat(deleted.held()).as("known: " + id).isTrue();
            assertThat(settings.allows(id)).as("within the filters: " + id).isTrue();
            assertThat(table ? settings.markTables() : settings.markSchemas())
                    .as("asked for: " + id)
                    .isTrue();
            assertThat(isListedCompletely(deleted.type(), id))
                    .as("scope complete: " + id)
                    .isTrue();
            assertThat(isListed(deleted.type(), id)).as("not listed: " + id).isFalse();
            assertThat(catalog.refusedSchemas).as("not refused: " + id).doesNotContain(Fqn.parent(id));
            assertThat(isGone(deleted.type(), id)).as("asked again: " + id).isTrue();
        }
        for (MemoryCatalog.Known known : catalog.known) {
            long count = known.ids().stream().filter(settings::allows).count();
            Predicate<String> gone = id -> settings.allows(id) && isGone(known.type(), id);
            long share = known.ids().stream().filter(gone).count();
            long deleted = catalog.deleted.stream()
                    .filter(each ->
                            each.type() == known.type() && Fqn.parent(each.id()).equals(known.parent()))
                    .count();
            assertThat(deleted).isLessThanOrEqualTo(share);
            if (!known.complete()) {
                assertThat(deleted).as("incomplete list of " + known.parent()).isZero();
            }
            boolean aboveShare = share > settings.limit().maxShare() * count;
            boolean aboveBoth = aboveShare && share > settings.limit().maxCount();
            if ((aboveBoth || share == count) && deleted > 0) {
                assertThat(large).as("share: " + known.parent()).isTrue();
                seen(Seen.LARGE_SHARE_BY_LEAVE, 1);
            } else if (aboveShare && deleted > 0) {
                seen(Seen.FEW_ABOVE_THE_SHARE, 1);
            }
        }
    }

    private boolean isListedCompletely(EntityType type, String id) {
        if (type == EntityType.TABLE) {
            MemorySource.Listed last = listings.get(name(Fqn.parent(id)));
            return last != null && last.complete();
        }
        return source.hierarchy.databases().get(0).failure() == null;
    }

    private boolean isListed(EntityType type, String id) {
        if (type == EntityType.TABLE) {
            return listings.get(name(Fqn.parent(id))).ids().contains(id);
        }
        return source.hierarchy.databases().get(0).schemas().stream()
                .anyMatch(schema -> schema.name().equals(name(id)));
    }

    /** Asked about in this session, and not there. */
    private boolean isGone(EntityType type, String id) {
        return source.rechecked.stream()
                .anyMatch(answer -> answer.type() == type
                        && answer.asked().contains(id)
                        && !answer.present().contains(id));
    }

    private static String name(String id) {
        List<String> parts = Fqn.split(id);
        return parts.get(parts.size() - 1);
    }

    // --- what the engine is given

    private Providers providers() {
        AtomicInteger calls = new AtomicInteger();
        int breaksAt = random.nextInt(3) == 0 ? 1 + random.nextInt(60) : Integer.MAX_VALUE;
        Intercepted.Around breaking = call -> {
            boolean ends = call.method().getName().equals("close")
                    || call.method().getName().equals("stop");
            if (!ends && calls.incrementAndGet() >= breaksAt) {
                throw new TrawlException(FailureKind.TRANSIENT, "the process breaks down");
            }
            return call.proceed();
        };
        return Intercepted.opening(
                source,
                Intercepted.wrap(Sink.class, catalog, "sink", breaking),
                Intercepted.ledger(leftOpen(ledger), breaking));
    }

    /** The ledger, left open: a pool for each session would take longer than all of them. */
    private static DurableLedger leftOpen(DurableLedger shared) {
        return Intercepted.wrap(
                DurableLedger.class, shared, "", call -> call.name().equals("close") ? null : call.proceed());
    }
}

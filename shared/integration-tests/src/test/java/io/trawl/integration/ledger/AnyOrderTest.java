package io.trawl.integration.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.Completion;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.EntityRecord;
import io.trawl.api.ledger.NewRun;
import io.trawl.api.ledger.Pass;
import io.trawl.api.ledger.Phase;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Outcome;
import io.trawl.api.report.Report;
import io.trawl.environment.TestEnvironment;
import io.trawl.testkit.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Completions that come twice, in another order, after the lease has ended and somebody else has the batch, from an
 * earlier run, or never: the ledger is that of a sequential model, and what it says was written last is what the catalog
 * holds. Time does not pass here: leases end when the test says so.
 */
@Tag("processes")
class AnyOrderTest {

    private static final int SEEDS = Integer.getInteger("trawl.seeds", 75);

    /** An entity is written by a batch from which a late write has moved it, after it was written by the other batch. */
    private static final long MOVED_WHILE_HELD = 3718;

    private static final int STEPS = 60;
    private static final List<EntityDescriptor> TABLES =
            IntStream.range(0, 18).mapToObj(AnyOrderTest::table).toList();

    @AutoClose
    private static EmbeddedDatabase server;

    private static DurableLedger ledger;
    private static Connection clock;

    private final SequentialLedger model = new SequentialLedger();
    private final Map<String, Integer> source = new HashMap<>();
    private final Map<String, Integer> catalog = new HashMap<>();
    private final List<Held> held = new ArrayList<>();
    private final List<Message> underWay = new ArrayList<>();
    private Random random;
    private NewRun newRun;

    private record Held(DurableRunLedger by, Claim claim) {}

    /** A completion on its way to the ledger. */
    private record Message(Held from, Completion completion) {}

    @BeforeAll
    static void start() throws SQLException {
        server = EmbeddedDatabase.start();
        ledger = TestEnvironment.openLedger(
                "jdbc:postgresql://" + server.hostPort() + "/" + EmbeddedDatabase.DATABASE, Duration.ofHours(1));
        clock = server.connect(EmbeddedDatabase.DATABASE);
    }

    @AfterAll
    static void stop() throws SQLException {
        clock.close();
        ledger.close();
    }

    static LongStream seeds() {
        long first = new Random().nextInt(1_000_000);
        System.out.println("seeds " + first + " to " + (first + SEEDS - 1));
        return LongStream.concat(LongStream.of(MOVED_WHILE_HELD), LongStream.range(first, first + SEEDS));
    }

    private static EntityDescriptor table(int number) {
        return new EntityDescriptor(
                Fqn.of("svc", "db", "public", "t" + number),
                EntityType.TABLE,
                Map.of("database", "db", "schema", "public", "name", "t" + number),
                10);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theLedgerIsThatOfASequentialModel(long seed) throws SQLException {
        random = new Random(seed);
        newRun = newRun("workflow " + UUID.randomUUID());
        TABLES.forEach(table -> source.put(table.id(), 1));
        try (DurableRunLedger older = ledger.begin(newRun)) {
            Held lost = leaveBehind(older);
            newRun = newRun(newRun.workflow());
            try (DurableRunLedger leader = ledger.begin(newRun);
                    DurableRunLedger helper =
                            ledger.enter(newRun.workflow(), RunStart.join(newRun.runId()), "digest")) {
                leader.beginListing(EntityType.TABLE, "db", List.of("public"));
                plan(leader);
                for (int step = 0; step < STEPS; step++) {
                    step(leader, random.nextBoolean() ? leader : helper);
                    if (lost != null && random.nextInt(STEPS) == 0) {
                        underWay.add(work(lost));
                        lost = null;
                    }
                    assertThat(leader.counts()).isEqualTo(model.counts());
                    assertThat(leader.phase()).isEqualTo(model.phase());
                }
                end(leader, helper);
                compare(leader);
            }
        }
    }

    private static NewRun newRun(String workflow) {
        return new NewRun(UUID.randomUUID().toString(), workflow, "svc", "digest", "catalog of " + workflow, "local");
    }

    /** An earlier run whose process stands still with a batch in its hands. */
    private Held leaveBehind(DurableRunLedger older) throws SQLException {
        older.beginListing(EntityType.TABLE, "db", List.of("public"));
        older.plan(List.of(TABLES.subList(0, 4)));
        Held lost = new Held(older, older.claim(1).get(0));
        execute("UPDATE trawl.run SET leader_until = clock_timestamp() WHERE id = ?", newRun.runId());
        execute(
                "UPDATE trawl.batch b SET due = clock_timestamp() FROM trawl.run r WHERE r.no = b.run_no AND r.id = ?",
                newRun.runId());
        return lost;
    }

    private void step(DurableRunLedger leader, DurableRunLedger process) throws SQLException {
        switch (random.nextInt(13)) {
            case 0 -> plan(leader);
            case 1, 2, 3 -> claim(process, 1 + random.nextInt(3));
            case 4, 5, 6 -> pick(held, false).ifPresent(each -> underWay.add(work(each)));
            case 7, 8 -> pick(underWay, random.nextInt(4) == 0).ifPresent(this::deliver);
            case 9 -> endLease();
            case 10 -> advance(leader);
            case 11 -> source.merge(TABLES.get(random.nextInt(TABLES.size())).id(), 1, Integer::sum);
            default ->
                pick(held, false).ifPresent(each -> {
                    each.by().release(each.claim());
                    model.release(each.claim());
                });
        }
    }

    /** One of them; taken away unless it comes twice. */
    private <T> Optional<T> pick(List<T> from, boolean stays) {
        if (from.isEmpty()) {
            return Optional.empty();
        }
        int at = random.nextInt(from.size());
        return Optional.of(stays ? from.get(at) : from.remove(at));
    }

    private void plan(DurableRunLedger leader) {
        List<List<EntityDescriptor>> batches = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int from = random.nextInt(TABLES.size() - 3);
            batches.add(TABLES.subList(from, from + 1 + random.nextInt(3)));
        }
        if (model.phase() == Phase.DISCOVERY) {
            assertThat(leader.plan(batches)).isEqualTo(model.plan(batches));
        }
    }

    private void claim(DurableRunLedger process, int most) {
        List<SequentialLedger.Expected> expected = model.claim(most);
        List<Claim> claims = process.claim(most);
        assertThat(claims).extracting(SequentialLedger.Expected::of).isEqualTo(expected);
        for (Claim claim : claims) {
            model.token(claim.batch(), claim.token());
            held.add(new Held(process, claim));
        }
    }

    /** Reads and writes what a worker has, whether its lease has ended or not. */
    private Message work(Held worker) {
        Claim claim = worker.claim();
        List<Outcome> outcomes = new ArrayList<>();
        List<EntityDescriptor> deferred = new ArrayList<>();
        List<Outcome.Failed> again = new ArrayList<>();
        Map<String, String> fingerprints = new HashMap<>();
        List<String> sent = new ArrayList<>();
        Map<String, String> last = worker.by().lastFingerprints(claim.descriptors());
        for (EntityDescriptor table : claim.descriptors()) {
            String id = table.id();
            int version = source.get(id);
            String fingerprint = "v" + version;
            switch (random.nextInt(8)) {
                case 0 -> outcomes.add(new Outcome.Gone(table));
                case 1 -> outcomes.add(failed(table));
                case 2 -> again.add(failed(table));
                default -> {
                    boolean defers = claim.pass() == Pass.ENTITIES && id.endsWith("7");
                    if (fingerprint.equals(last.get(id))) {
                        outcomes.add(new Outcome.Unchanged(table));
                    } else {
                        sent.add(id);
                        catalog.put(id, defers ? -version : version);
                        if (defers) {
                            deferred.add(table);
                        } else {
                            outcomes.add(new Outcome.Ingested(table));
                            fingerprints.put(id, fingerprint);
                        }
                    }
                }
            }
        }
        return new Message(
                worker,
                new Completion(
                        outcomes,
                        deferred,
                        again,
                        Duration.ZERO,
                        fingerprints,
                        Map.of(),
                        Set.copyOf(sent),
                        Duration.ofMillis(1)));
    }

    private static Outcome.Failed failed(EntityDescriptor table) {
        return new Outcome.Failed(table, FailureKind.TRANSIENT, "it broke");
    }

    /** What the engine does with a completion: if it is refused, it says what was written. */
    private void deliver(Message message) {
        Held from = message.from();
        boolean ofThisRun = from.by().runId().equals(newRun.runId());
        boolean expected = ofThisRun && model.complete(from.claim(), message.completion());
        assertThat(from.by().complete(from.claim(), message.completion())).isEqualTo(expected);
        if (!expected) {
            from.by().wroteLate(from.claim(), message.completion().sent());
            model.wroteLate(message.completion().sent());
        }
    }

    private void endLease() throws SQLException {
        List<Long> claimed = model.claimed();
        if (!claimed.isEmpty()) {
            endLease(claimed.get(random.nextInt(claimed.size())));
        }
    }

    private void endLease(long batch) throws SQLException {
        model.endLease(batch);
        execute(
                "UPDATE trawl.batch b SET due = clock_timestamp() FROM trawl.run r"
                        + " WHERE r.no = b.run_no AND r.id = ? AND b.no = " + batch,
                newRun.runId());
    }

    private static void execute(String sql, String runId) throws SQLException {
        try (PreparedStatement statement = clock.prepareStatement(sql)) {
            statement.setString(1, runId);
            statement.executeUpdate();
        }
    }

    private void advance(DurableRunLedger leader) {
        Phase from = model.phase();
        if (from != Phase.DELETION) {
            Phase to = Phase.values()[from.ordinal() + 1];
            assertThat(leader.advance(from, to)).isEqualTo(model.advance(from, to));
        }
    }

    /** Whoever is left does what is left; what is still under way comes at some moment of it. */
    private void end(DurableRunLedger leader, DurableRunLedger helper) throws SQLException {
        held.clear(); // these workers are lost
        while (!model.isDone() || model.phase() != Phase.DELETION || !underWay.isEmpty()) {
            pick(underWay, false).ifPresent(this::deliver);
            for (long batch : model.claimed()) {
                endLease(batch);
            }
            claim(helper, 5);
            while (!held.isEmpty()) {
                deliver(work(held.remove(0)));
            }
            advance(leader);
        }
        assertThat(leader.end(Report.State.SUCCESS, false)).isTrue();
    }

    private void compare(DurableRunLedger run) {
        assertThat(run.counts()).isEqualTo(model.counts());
        Map<String, EntityRecord> records = new TreeMap<>();
        ledger.forEachEntity(newRun.workflow(), newRun.runId(), each -> records.put(each.id(), each));
        assertThat(records.keySet()).isEqualTo(model.entities.keySet());
        Map<String, String> fingerprints = run.lastFingerprints(TABLES);
        assertThat(fingerprints).isEqualTo(model.fingerprints);
        Set<EntityRecord.State> waiting = Set.of(EntityRecord.State.OPEN, EntityRecord.State.DEFERRED);
        records.forEach((id, record) -> {
            SequentialLedger.Entity expected = model.entities.get(id);
            assertThat(record.state()).as(id).isEqualTo(expected.state).isNotIn(waiting);
            assertThat(record.attempts()).as(id).isEqualTo(expected.attempts);
            if (record.state() == EntityRecord.State.INGESTED || record.state() == EntityRecord.State.UNCHANGED) {
                assertThat(fingerprints).containsKey(id);
            }
        });
        fingerprints.forEach(
                (id, fingerprint) -> assertThat("v" + catalog.get(id)).as(id).isEqualTo(fingerprint));
    }
}

package io.trawl.integration.ledger;

import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.Completion;
import io.trawl.api.ledger.EntityRecord.State;
import io.trawl.api.ledger.Pass;
import io.trawl.api.ledger.Phase;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.Outcome;
import io.trawl.api.report.Report;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a run's ledger should answer, one call after the other: maps, and no clock. */
final class SequentialLedger {

    /** A batch whose worker is lost as often fails. */
    private static final int MOST_LOST = 5;

    /** Of a batch that no worker was given. */
    private static final long UNKNOWN = -1;

    final TreeMap<String, Entity> entities = new TreeMap<>();
    final Map<String, String> fingerprints = new HashMap<>();
    private final TreeMap<Long, Batch> batches = new TreeMap<>();
    private Phase phase = Phase.DISCOVERY;
    private long nextBatch;

    static final class Entity {
        State state = State.OPEN;
        int attempts;
        private long batch;
    }

    private static final class Batch {
        private Pass pass = Pass.ENTITIES;
        private int attempt = 1;
        private int deferred;
        private int lost;
        private long token;
        private boolean claimed;
        private boolean leaseEnded;
        private boolean done;
    }

    /** A claim but for its token. */
    record Expected(long batch, Pass pass, int attempt, Set<String> ids) {

        static Expected of(Claim claim) {
            Set<String> ids = new TreeSet<>();
            claim.descriptors().forEach(each -> ids.add(each.id()));
            return new Expected(claim.batch(), claim.pass(), claim.attempt(), ids);
        }
    }

    Phase phase() {
        return phase;
    }

    long plan(List<List<EntityDescriptor>> planned) {
        long added = 0;
        for (List<EntityDescriptor> descriptors : planned) {
            long number = nextBatch++;
            for (EntityDescriptor descriptor : descriptors) {
                if (!entities.containsKey(descriptor.id())) {
                    open(descriptor.id(), new Entity(), number);
                    added++;
                }
            }
        }
        return added;
    }

    private void open(String id, Entity entity, long batch) {
        entity.state = State.OPEN;
        entity.batch = batch;
        entities.put(id, entity);
        batches.computeIfAbsent(batch, number -> new Batch());
    }

    boolean advance(Phase from, Phase to) {
        if (phase == from && !isOpen(to)) {
            phase = to;
        }
        return phase == to;
    }

    private boolean isOpen(Phase to) {
        return to.compareTo(Phase.REFERENCES) >= 0
                && batches.values().stream()
                        .anyMatch(batch -> !batch.done && (batch.pass == Pass.ENTITIES || to != Phase.REFERENCES));
    }

    boolean isDone() {
        return batches.values().stream().allMatch(batch -> batch.done);
    }

    /** The batches somebody has, whose leases have not ended. */
    List<Long> claimed() {
        return batches.entrySet().stream()
                .filter(each -> each.getValue().claimed && !each.getValue().leaseEnded)
                .map(Map.Entry::getKey)
                .toList();
    }

    void endLease(long batch) {
        batches.get(batch).leaseEnded = true;
    }

    List<Expected> claim(int most) {
        List<Expected> claims = new ArrayList<>();
        boolean settled = true;
        while (settled && claims.size() < most) {
            settled = claim(most - claims.size(), claims);
        }
        return claims;
    }

    private boolean claim(int most, List<Expected> claims) {
        Pass pass = phase == Phase.REFERENCES ? Pass.REFERENCES : Pass.ENTITIES;
        List<Long> due = batches.entrySet().stream()
                .filter(each -> phase != Phase.DELETION && isDue(each.getValue(), pass))
                .limit(most)
                .map(Map.Entry::getKey)
                .toList();
        boolean settled = false;
        for (long number : due) {
            Batch batch = batches.get(number);
            batch.lost += batch.claimed ? 1 : 0;
            batch.claimed = true;
            batch.leaseEnded = false;
            batch.token = UNKNOWN;
            Set<String> open = open(number, batch.pass);
            if (open.isEmpty() || batch.lost >= MOST_LOST) {
                open.forEach(id -> set(entities.get(id), State.FAILED, batch.attempt));
                end(batch, 0, 0);
                settled = true;
            } else {
                claims.add(new Expected(number, batch.pass, batch.attempt, open));
            }
        }
        return settled;
    }

    private static boolean isDue(Batch batch, Pass pass) {
        return !batch.done && batch.pass == pass && (!batch.claimed || batch.leaseEnded);
    }

    private Set<String> open(long number, Pass pass) {
        State waiting = pass == Pass.ENTITIES ? State.OPEN : State.DEFERRED;
        Set<String> open = new TreeSet<>();
        entities.forEach((id, entity) -> {
            if (entity.batch == number && entity.state == waiting) {
                open.add(id);
            }
        });
        return open;
    }

    /** What the database gave. */
    void token(long batch, long token) {
        batches.get(batch).token = token;
    }

    void release(Claim claim) {
        Batch batch = batches.get(claim.batch());
        if (batch.claimed && batch.token == claim.token()) {
            batch.claimed = false;
            batch.leaseEnded = false;
            batch.token = 0;
        }
    }

    boolean complete(Claim claim, Completion completion) {
        Batch batch = batches.get(claim.batch());
        if (batch.token != claim.token() || !batch.claimed) {
            if (batch.token != claim.token()) {
                return false;
            }
            writeMovedAgain(claim, completion); // the rest was recorded before
            return true;
        }
        completion
                .outcomes()
                .forEach(outcome -> record(claim, outcome.descriptor().id(), state(outcome), completion));
        completion.deferred().forEach(each -> record(claim, each.id(), State.DEFERRED, completion));
        State waiting = claim.pass() == Pass.ENTITIES ? State.OPEN : State.DEFERRED;
        completion.again().forEach(failed -> record(claim, failed.descriptor().id(), waiting, completion));
        end(batch, completion.deferred().size(), completion.again().size());
        writeMovedAgain(claim, completion);
        return true;
    }

    /** What a late write has moved to another batch, and this one has written too, maybe after that one. */
    private void writeMovedAgain(Claim claim, Completion completion) {
        wroteLate(completion.sent().stream()
                .filter(id -> entities.get(id).batch != claim.batch())
                .toList());
    }

    private void record(Claim claim, String id, State state, Completion completion) {
        Entity entity = entities.get(id);
        if (entity.batch != claim.batch() || (entity.state != State.OPEN && entity.state != State.DEFERRED)) {
            return; // taken from this batch
        }
        set(entity, state, claim.attempt());
        String fingerprint = completion.fingerprints().get(id);
        if (state == State.INGESTED && fingerprint != null) {
            fingerprints.put(id, fingerprint);
        }
        if (state == State.DEFERRED && (fingerprint == null || isAgain(completion, id))) {
            fingerprints.remove(id);
        }
    }

    private static boolean isAgain(Completion completion, String id) {
        return completion.again().stream()
                .anyMatch(failed -> failed.descriptor().id().equals(id));
    }

    private static void set(Entity entity, State state, int attempts) {
        entity.state = state;
        entity.attempts = attempts;
    }

    private static void end(Batch batch, int deferred, int again) {
        batch.deferred += deferred;
        batch.claimed = false;
        batch.leaseEnded = false;
        batch.lost = 0;
        batch.done = again == 0 && (batch.pass == Pass.REFERENCES || batch.deferred == 0);
        batch.attempt = again > 0 ? batch.attempt + 1 : 1;
        batch.pass = again == 0 && batch.deferred > 0 ? Pass.REFERENCES : batch.pass;
    }

    void wroteLate(Collection<String> ids) {
        if (ids.isEmpty()) {
            return;
        }
        List<String> here = ids.stream().filter(entities::containsKey).toList();
        if (!here.isEmpty()) {
            long number = nextBatch++;
            here.forEach(id -> open(id, entities.get(id), number));
            phase = phase.compareTo(Phase.REFERENCES) >= 0 ? Phase.INGESTION : phase;
        }
        fingerprints.keySet().removeAll(ids);
    }

    private static State state(Outcome outcome) {
        if (outcome instanceof Outcome.Ingested) {
            return State.INGESTED;
        }
        if (outcome instanceof Outcome.Unchanged) {
            return State.UNCHANGED;
        }
        return outcome instanceof Outcome.Gone ? State.GONE : State.FAILED;
    }

    Report.Counts counts() {
        return new Report.Counts(
                entities.size(),
                count(State.INGESTED),
                count(State.UNCHANGED),
                count(State.GONE),
                0,
                count(State.FAILED),
                0);
    }

    private long count(State state) {
        return entities.values().stream()
                .filter(entity -> entity.state == state)
                .count();
    }
}

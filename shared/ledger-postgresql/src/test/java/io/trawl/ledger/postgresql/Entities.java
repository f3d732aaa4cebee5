package io.trawl.ledger.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.ledger.BatchClaim;
import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.Completion;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.NewRun;
import io.trawl.api.ledger.RunLedger;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.ledger.Shards;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Descriptors, batches, runs and completions for tests. */
final class Entities {

    static final String SERVICE = "svc";
    static final String DATABASE = "db";
    static final String SCHEMA = "public";
    static final String SCHEMA_FQN = "svc.db.public";
    static final String DIGEST = "digest";

    private Entities() {}

    static String newId() {
        return UUID.randomUUID().toString();
    }

    static NewRun run(String workflow, String catalog) {
        return new NewRun(newId(), workflow, SERVICE, DIGEST, catalog, "local");
    }

    static EntityDescriptor table(String schema, String name, int priority) {
        return entity(EntityType.TABLE, schema, name, priority);
    }

    static EntityDescriptor table(String name) {
        return table(SCHEMA, name, 10);
    }

    static EntityDescriptor entity(EntityType type, String schema, String name, int priority) {
        return new EntityDescriptor(
                Fqn.of(SERVICE, DATABASE, schema, name),
                type,
                Map.of(
                        EntityDescriptor.DATABASE, DATABASE,
                        EntityDescriptor.SCHEMA, schema,
                        EntityDescriptor.NAME, name),
                priority);
    }

    static String id(String name) {
        return Fqn.of(SERVICE, DATABASE, SCHEMA, name);
    }

    /** Tables {@code t0 …} in batches. */
    static List<List<EntityDescriptor>> batches(int from, int count, int batchSize) {
        List<List<EntityDescriptor>> batches = new ArrayList<>();
        for (int start = from; start < from + count; start += batchSize) {
            List<EntityDescriptor> batch = new ArrayList<>();
            for (int i = start; i < Math.min(from + count, start + batchSize); i++) {
                batch.add(table("t" + i));
            }
            batches.add(batch);
        }
        return batches;
    }

    /** Tables of {@link #SCHEMA}, listed and planned. */
    static void plan(DurableRunLedger run, int from, int count, int batchSize) {
        run.beginListing(EntityType.TABLE, DATABASE, List.of(SCHEMA));
        assertThat(run.plan(batches(from, count, batchSize))).isEqualTo(count);
    }

    /** A run that has begun and whose tables are planned. */
    static DurableRunLedger planned(DurableLedger ledger, NewRun newRun, int count, int batchSize) {
        DurableRunLedger run = ledger.begin(newRun);
        plan(run, 0, count, batchSize);
        return run;
    }

    /** Another process that works on a run. */
    static DurableRunLedger work(DurableLedger ledger, NewRun run) {
        return ledger.work(run.workflow(), run.runId(), run.digest()).orElseThrow();
    }

    /** Another process that joins, resumes or retries a run. */
    static DurableRunLedger enter(DurableLedger ledger, NewRun run, Function<String, RunStart.Existing> how) {
        return ledger.enter(run.workflow(), how.apply(run.runId()), run.digest());
    }

    /** The claim of a batch that is to be granted. */
    static Claim granted(Shards by, long batch) {
        BatchClaim answer = by.claimBatch(batch);
        assertThat(answer).isInstanceOf(BatchClaim.Granted.class);
        Claim claim = ((BatchClaim.Granted) answer).claim();
        assertThat(claim.batch()).isEqualTo(batch);
        return claim;
    }

    /** Claims a batch and completes it. */
    static Claim completeOne(RunLedger run, Function<Claim, Completion> outcome) {
        Claim claim = run.claim(1).get(0);
        assertThat(run.complete(claim, outcome.apply(claim))).isTrue();
        return claim;
    }

    /** A run of the same workflow, begun later. */
    static NewRun next(NewRun run) {
        return new NewRun(newId(), run.workflow(), run.service(), run.digest(), run.catalog(), run.mode());
    }

    static Completion each(Claim claim, Function<EntityDescriptor, Outcome> outcome) {
        return completion(claim.descriptors().stream().map(outcome).toList(), List.of(), List.of());
    }

    static Completion completion(List<Outcome> outcomes, List<EntityDescriptor> deferred, List<Outcome.Failed> again) {
        return new Completion(outcomes, deferred, again, Duration.ZERO, Map.of(), Duration.ofMillis(5));
    }

    static Completion ingested(Claim claim) {
        return each(claim, Outcome.Ingested::new);
    }

    /** Written, and this was the time that it took. */
    static Completion took(Claim claim, Duration took) {
        Completion ingested = ingested(claim);
        return new Completion(ingested.outcomes(), List.of(), List.of(), Duration.ZERO, Map.of(), took);
    }

    /** Written, each with the fingerprint {@code print-<id>}. */
    static Completion fingerprinted(Claim claim) {
        Map<String, String> prints = ids(claim).stream().collect(Collectors.toMap(id -> id, id -> "print-" + id));
        return new Completion(
                ingested(claim).outcomes(), List.of(), List.of(), Duration.ZERO, prints, Duration.ofMillis(5));
    }

    static Completion again(Claim claim, Duration pause) {
        List<Outcome.Failed> again =
                claim.descriptors().stream().map(Entities::failed).toList();
        return new Completion(List.of(), List.of(), again, pause, Map.of(), Duration.ofMillis(5));
    }

    static Completion deferred(Claim claim) {
        return completion(List.of(), claim.descriptors(), List.of());
    }

    static Outcome.Failed failed(EntityDescriptor descriptor) {
        return new Outcome.Failed(descriptor, FailureKind.TRANSIENT, "it broke");
    }

    static List<String> ids(Claim claim) {
        return claim.descriptors().stream().map(EntityDescriptor::id).toList();
    }
}

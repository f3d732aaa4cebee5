package io.trawl.ledger.postgresql;

import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.Completion;
import io.trawl.api.ledger.NewRun;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Descriptors, batches and completions for tests. */
public final class Entities {

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

    static Completion each(Claim claim, Function<EntityDescriptor, Outcome> outcome) {
        return new Completion(
                claim.descriptors().stream().map(outcome).toList(),
                List.of(),
                List.of(),
                Duration.ZERO,
                Map.of(),
                Duration.ofMillis(5));
    }

    static Completion ingested(Claim claim) {
        return each(claim, Outcome.Ingested::new);
    }

    /** Written, each with the fingerprint {@code print-<id>}. */
    static Completion fingerprinted(Claim claim) {
        Map<String, String> fingerprints = new HashMap<>();
        claim.descriptors().forEach(each -> fingerprints.put(each.id(), "print-" + each.id()));
        return new Completion(
                claim.descriptors().stream().map(Outcome.Ingested::new).toList(),
                List.of(),
                List.of(),
                Duration.ZERO,
                fingerprints,
                Duration.ofMillis(5));
    }

    static Completion again(Claim claim, Duration pause) {
        return new Completion(
                List.of(),
                List.of(),
                claim.descriptors().stream().map(Entities::failed).toList(),
                pause,
                Map.of(),
                Duration.ofMillis(5));
    }

    static Completion deferred(Claim claim) {
        return new Completion(List.of(), claim.descriptors(), List.of(), Duration.ZERO, Map.of(), Duration.ofMillis(5));
    }

    static Outcome.Failed failed(EntityDescriptor descriptor) {
        return new Outcome.Failed(descriptor, FailureKind.TRANSIENT, "it broke");
    }

    static List<String> ids(Claim claim) {
        return claim.descriptors().stream().map(EntityDescriptor::id).toList();
    }
}

package io.trawl.ledger.postgresql;

import io.trawl.api.ledger.BatchClaim;
import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.Pass;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.HierarchyFailures;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Claims batches: two statements for any number of them, and a third if a part of the hierarchy failed. */
final class Claims {

    private static final Sql CLAIM = Sql.load("claim");
    private static final Sql AGAIN = Sql.load("claim-again");
    private static final Sql ONE = Sql.load("claim-one");
    private static final Sql LATER = Sql.load("claim-later");
    private static final Sql ENTITIES = Sql.load("batch-entities");

    /** A batch that has cost so many workers is not given to another one. */
    static final int MOST_LOST = 5;

    private final RunSession session;
    private final Leases leases;
    private final Completions completions;

    private record Batch(long no, long token, Pass pass, int attempt, int lost, boolean hierarchyFailed) {

        static Batch of(ResultSet row) throws SQLException {
            return new Batch(
                    row.getLong("no"),
                    row.getLong("token"),
                    Pass.valueOf(row.getString("pass")),
                    row.getInt("attempt"),
                    row.getInt("lost"),
                    row.getBoolean("hierarchy_failed"));
        }
    }

    /**
     * Batches that this process has claimed.
     *
     * @param open what is left of each, by number
     * @param failures failures of the hierarchy that concern them
     */
    private record Taken(List<Batch> batches, Map<Long, List<EntityDescriptor>> open, HierarchyFailures failures) {}

    Claims(RunSession session, Leases leases, Completions completions) {
        this.session = session;
        this.leases = leases;
        this.completions = completions;
    }

    List<Claim> claim(int most) {
        List<Claim> claims = new ArrayList<>();
        boolean settled = true;
        while (settled && claims.size() < most) {
            Taken taken = take(most - claims.size());
            List<Claim> granted = grant(taken);
            claims.addAll(granted);
            settled = granted.size() < taken.batches().size(); // some are not for a worker, so there may be more
        }
        return claims;
    }

    private Taken take(int most) {
        UUID request = UUID.randomUUID();
        long sent = System.nanoTime();
        return session.database().statements((connection, attempt) -> {
            List<Batch> claimed = attempt == 1
                    ? List.of()
                    : session.query(AGAIN).set("request", request).list(connection, Batch::of);
            if (claimed.isEmpty()) {
                claimed = session.query(CLAIM)
                        .set("request", request)
                        .set("most", most)
                        .list(connection, Batch::of);
            }
            return taken(connection, claimed, sent);
        });
    }

    BatchClaim claimBatch(long batch) {
        UUID request = UUID.randomUUID();
        long sent = System.nanoTime();
        Taken taken = session.database().statements((connection, attempt) -> {
            Query one = session.query(ONE).set("request", request).set("batch", batch);
            return taken(connection, one.list(connection, Batch::of), sent);
        });
        if (taken.batches().isEmpty()) {
            return session.query(LATER)
                    .set("batch", batch)
                    .<BatchClaim>first(
                            session.database(), row -> new BatchClaim.Later(Texts.ofMicros(row.getLong("pause"))))
                    .orElseGet(BatchClaim.NotNeeded::new);
        }
        List<Claim> granted = grant(taken);
        return granted.isEmpty() ? new BatchClaim.NotNeeded() : new BatchClaim.Granted(granted.get(0));
    }

    private Taken taken(Connection connection, List<Batch> claimed, long sent) throws SQLException {
        claimed.forEach(batch -> leases.add(batch.no(), batch.token(), sent));
        List<Long> numbers = claimed.stream().map(Batch::no).toList();
        Map<Long, List<EntityDescriptor>> open = open(connection, numbers);
        boolean failed = claimed.stream().anyMatch(Batch::hierarchyFailed);
        return new Taken(
                claimed,
                open,
                failed ? HierarchyRecord.of(connection, session, open.values()) : HierarchyFailures.NONE);
    }

    /**
     * Reads the entities without an outcome in their batch's present pass: one statement, however many batches.
     *
     * @param batches their numbers
     * @return by number; a batch without such entities is absent
     */
    Map<Long, List<EntityDescriptor>> open(Connection connection, List<Long> batches) throws SQLException {
        Map<Long, List<EntityDescriptor>> open = new HashMap<>();
        if (!batches.isEmpty()) {
            session.query(ENTITIES)
                    .set("batches", batches.toArray(Long[]::new))
                    .list(connection, row -> open.computeIfAbsent(row.getLong("batch_no"), no -> new ArrayList<>())
                            .add(descriptor(row)));
        }
        return open;
    }

    private static EntityDescriptor descriptor(ResultSet row) throws SQLException {
        return new EntityDescriptor(
                row.getString("id"),
                EntityType.valueOf(row.getString("type")),
                Texts.map(row.getString("metadata")),
                row.getInt("priority"));
    }

    /** The claims for workers, in the order of their numbers. The other batches are completed here. */
    private List<Claim> grant(Taken taken) {
        List<Claim> claims = new ArrayList<>();
        for (Batch batch : taken.batches()) {
            List<EntityDescriptor> open = taken.open().getOrDefault(batch.no(), List.of());
            if (open.isEmpty() || batch.lost() >= MOST_LOST) {
                completions.settle(batch.no(), batch.token(), batch.attempt(), open);
            } else {
                claims.add(new Claim(batch.no(), batch.token(), batch.pass(), batch.attempt(), open, taken.failures()));
            }
        }
        claims.sort(Comparator.comparingLong(Claim::batch));
        return claims;
    }
}

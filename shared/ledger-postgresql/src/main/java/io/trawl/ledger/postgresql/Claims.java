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

    /** A batch that has cost so many workers is not given to another one. */
    static final int MOST_LOST = 5;

    private final Database database;
    private final RunSession session;
    private final Leases leases;
    private final Completions completions;

    private record Batch(
            long no, long token, EntityType type, Pass pass, int attempt, int lost, boolean hierarchyFailed) {

        static Batch of(ResultSet row) throws SQLException {
            return new Batch(
                    row.getLong("no"),
                    row.getLong("token"),
                    EntityType.valueOf(row.getString("type")),
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

    Claims(Database database, RunSession session, Leases leases, Completions completions) {
        this.database = database;
        this.session = session;
        this.leases = leases;
        this.completions = completions;
    }

    List<Claim> claim(int most) {
        List<Claim> claims = new ArrayList<>();
        boolean settled = true;
        while (settled && claims.size() < most) {
            settled = claim(most - claims.size(), claims);
        }
        return claims;
    }

    /** Whether some batches that were claimed are not for a worker, so that there may be more. */
    private boolean claim(int most, List<Claim> claims) {
        UUID request = UUID.randomUUID();
        long sent = System.nanoTime();
        Taken taken = database.statements((connection, attempt) -> {
            List<Batch> claimed = attempt > 1 ? again(connection, request) : List.of();
            if (claimed.isEmpty()) {
                claimed = take(connection, request, most);
            }
            return taken(connection, claimed, sent);
        });
        List<Claim> granted = grant(taken);
        claims.addAll(granted);
        return granted.size() < taken.batches().size();
    }

    BatchClaim claimBatch(long batch) {
        UUID request = UUID.randomUUID();
        long sent = System.nanoTime();
        Taken taken = database.statements((connection, attempt) -> {
            try (Query query = ONE.on(connection)) {
                List<Batch> claimed =
                        claiming(query, request).set("batch", batch).list(Batch::of);
                return taken(connection, claimed, sent);
            }
        });
        if (taken.batches().isEmpty()) {
            return later(batch);
        }
        List<Claim> granted = grant(taken);
        return granted.isEmpty() ? new BatchClaim.NotNeeded() : new BatchClaim.Granted(granted.get(0));
    }

    private BatchClaim later(long batch) {
        return database.statements((connection, attempt) -> {
            try (Query query = LATER.on(connection)) {
                return query.set("run", session.runNo())
                        .set("batch", batch)
                        .<BatchClaim>first(row -> new BatchClaim.Later(Texts.ofMicros(row.getLong("pause"))))
                        .orElseGet(BatchClaim.NotNeeded::new);
            }
        });
    }

    private List<Batch> again(Connection connection, UUID request) throws SQLException {
        try (Query query = AGAIN.on(connection)) {
            return query.set("run", session.runNo()).set("request", request).list(Batch::of);
        }
    }

    private List<Batch> take(Connection connection, UUID request, int most) throws SQLException {
        try (Query query = CLAIM.on(connection)) {
            return claiming(query, request).set("most", most).list(Batch::of);
        }
    }

    private Query claiming(Query query, UUID request) throws SQLException {
        return query.set("run", session.runNo())
                .set("session", session.sessionNo())
                .set("request", request)
                .set("lease", session.leaseMicros());
    }

    private Taken taken(Connection connection, List<Batch> claimed, long sent) throws SQLException {
        Map<Long, EntityType> types = new HashMap<>();
        for (Batch batch : claimed) {
            leases.add(batch.no(), batch.token(), sent);
            types.put(batch.no(), batch.type());
        }
        Map<Long, List<EntityDescriptor>> open = BatchEntities.read(connection, session, types);
        boolean failed = claimed.stream().anyMatch(Batch::hierarchyFailed);
        return new Taken(
                claimed,
                open,
                failed ? HierarchyRecord.of(connection, session, open.values()) : HierarchyFailures.NONE);
    }

    /** The claims for workers, in the order of their numbers. The other batches are completed here. */
    private List<Claim> grant(Taken taken) {
        List<Claim> claims = new ArrayList<>();
        for (Batch batch : taken.batches().stream()
                .sorted(Comparator.comparingLong(Batch::no))
                .toList()) {
            List<EntityDescriptor> open = taken.open().getOrDefault(batch.no(), List.of());
            if (open.isEmpty() || batch.lost() >= MOST_LOST) {
                completions.settle(batch.no(), batch.token(), batch.attempt(), open);
            } else {
                claims.add(new Claim(batch.no(), batch.token(), batch.pass(), batch.attempt(), open, taken.failures()));
            }
        }
        return claims;
    }
}

package io.trawl.ledger.postgresql;

import io.trawl.core.ledger.Claim;
import io.trawl.core.ledger.Pass;
import io.trawl.core.model.EntityDescriptor;
import io.trawl.core.model.EntityType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Takes batches: two statements, however many. */
final class Claims {

    private static final Sql CLAIM = Sql.load("claim");
    private static final Sql AGAIN = Sql.load("claim-again");
    private static final Sql ENTITIES = Sql.load("claimed-entities");

    /** A batch whose workers were lost as often is not given to another. */
    static final int MOST_LOST = 5;

    private final Database database;
    private final Part part;
    private final Leases leases;
    private final Completions completions;

    private record Batch(long no, long token, EntityType type, Pass pass, int attempt, int lost) {

        static Batch of(ResultSet row) throws SQLException {
            return new Batch(
                    row.getLong("no"),
                    row.getLong("token"),
                    EntityType.valueOf(row.getString("type")),
                    Pass.valueOf(row.getString("pass")),
                    row.getInt("attempt"),
                    row.getInt("lost"));
        }
    }

    Claims(Database database, Part part, Leases leases, Completions completions) {
        this.database = database;
        this.part = part;
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

    /** Whether some of what was claimed was not for a worker, so that there may be more. */
    private boolean claim(int most, List<Claim> claims) {
        UUID request = UUID.randomUUID();
        long sent = System.nanoTime();
        Map<Long, List<EntityDescriptor>> descriptors = new HashMap<>();
        List<Batch> batches = database.statements((connection, attempt) -> {
            List<Batch> claimed = attempt > 1 ? again(connection, request) : List.of();
            if (claimed.isEmpty()) {
                claimed = take(connection, request, most);
            }
            claimed.forEach(batch -> leases.add(batch.no(), batch.token(), sent));
            descriptors.clear();
            if (!claimed.isEmpty()) {
                read(connection, claimed, descriptors);
            }
            return claimed;
        });
        boolean settled = false;
        for (Batch batch :
                batches.stream().sorted(Comparator.comparingLong(Batch::no)).toList()) {
            List<EntityDescriptor> open = descriptors.getOrDefault(batch.no(), List.of());
            if (open.isEmpty() || batch.lost() >= MOST_LOST) {
                completions.settle(batch.no(), batch.token(), batch.attempt(), open);
                settled = true;
            } else {
                claims.add(new Claim(batch.no(), batch.token(), batch.pass(), batch.attempt(), open));
            }
        }
        return settled;
    }

    private List<Batch> again(Connection connection, UUID request) throws SQLException {
        try (Query query = AGAIN.on(connection)) {
            return query.set("run", part.no()).set("request", request).list(Batch::of);
        }
    }

    private List<Batch> take(Connection connection, UUID request, int most) throws SQLException {
        try (Query query = CLAIM.on(connection)) {
            return query.set("run", part.no())
                    .set("session", part.session())
                    .set("request", request)
                    .set("lease", part.leaseMicros())
                    .set("most", most)
                    .list(Batch::of);
        }
    }

    private void read(Connection connection, List<Batch> claimed, Map<Long, List<EntityDescriptor>> descriptors)
            throws SQLException {
        Map<Long, EntityType> types = new HashMap<>();
        claimed.forEach(batch -> types.put(batch.no(), batch.type()));
        try (Query query = ENTITIES.on(connection)) {
            query.set("run", part.no())
                    .set("batches", types.keySet().toArray(Long[]::new))
                    .list(row -> {
                        long batch = row.getLong("batch_no");
                        return descriptors
                                .computeIfAbsent(batch, no -> new ArrayList<>())
                                .add(new EntityDescriptor(
                                        row.getString("id"),
                                        types.get(batch),
                                        Metadata.read(row.getString("metadata")),
                                        row.getInt("priority")));
                    });
        }
    }
}

package io.trawl.ledger.postgresql;

import io.trawl.api.ledger.BatchClaim;
import io.trawl.api.ledger.Dispatch;
import io.trawl.api.ledger.Pass;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** Chooses the batches to send to workers: two statements, however many. */
final class Dispatches {

    private static final Sql DISPATCH = Sql.load("dispatch");
    private static final Sql AGAIN = Sql.load("dispatch-again");
    private static final Sql MARK_UNSENT = Sql.load("mark-unsent");
    private static final Sql IN_FLIGHT = Sql.load("batches-in-flight");

    private final Database database;
    private final RunSession session;
    private final Leadership leadership;
    private final Claims claims;
    private final LeaseReleaser releaser;

    private record Batch(long no, EntityType type, Pass pass, int attempt, int sendCount) {

        /** Null if the row holds none. */
        static Batch of(ResultSet row) throws SQLException {
            long no = row.getLong("no");
            return row.wasNull()
                    ? null
                    : new Batch(
                            no,
                            EntityType.valueOf(row.getString("type")),
                            Pass.valueOf(row.getString("pass")),
                            row.getInt("attempt"),
                            row.getInt("send_count"));
        }
    }

    /**
     * Batches that no other process sends now.
     *
     * @param open what is left of each, by number
     */
    private record Taken(List<Batch> batches, Map<Long, List<EntityDescriptor>> open) {}

    Dispatches(Database database, RunSession session, Leadership leadership, Claims claims, LeaseReleaser releaser) {
        this.database = database;
        this.session = session;
        this.leadership = leadership;
        this.claims = claims;
        this.releaser = releaser;
    }

    List<Dispatch> dispatch(int most, Duration again) {
        List<Dispatch> dispatches = new ArrayList<>();
        boolean settled = true;
        while (settled && dispatches.size() < most) {
            settled = dispatch(most - dispatches.size(), again, dispatches);
        }
        return dispatches;
    }

    /** Whether some of what was taken was not for a worker, so that there may be more. */
    private boolean dispatch(int most, Duration again, List<Dispatch> dispatches) {
        Taken taken = take(most, again);
        boolean settled = false;
        for (Batch batch : taken.batches().stream()
                .sorted(Comparator.comparingLong(Batch::no))
                .toList()) {
            List<EntityDescriptor> open = taken.open().get(batch.no());
            if (open == null) {
                settle(batch.no());
                settled = true;
            } else {
                dispatches.add(new Dispatch(batch.no(), batch.pass(), batch.attempt(), batch.sendCount(), open));
            }
        }
        return settled;
    }

    private Taken take(int most, Duration again) {
        UUID request = UUID.randomUUID();
        return database.statements((connection, attempt) -> {
            List<Batch> sent = attempt > 1 ? again(connection, request) : List.of();
            if (sent.isEmpty()) {
                sent = take(connection, request, most, again);
            }
            Map<Long, EntityType> types = new HashMap<>();
            sent.forEach(batch -> types.put(batch.no(), batch.type()));
            return new Taken(sent, BatchEntities.read(connection, session, types));
        });
    }

    private List<Batch> again(Connection connection, UUID request) throws SQLException {
        try (Query query = AGAIN.on(connection)) {
            return query.set("run", session.runNo())
                    .set("leader", session.key())
                    .set("request", request)
                    .list(Batch::of);
        }
    }

    private List<Batch> take(Connection connection, UUID request, int most, Duration again) throws SQLException {
        try (Query query = DISPATCH.on(connection)) {
            List<Batch> rows = query.set("run", session.runNo())
                    .set("leader", session.key())
                    .set("request", request)
                    .set("again", Texts.micros(again))
                    .set("most", most)
                    .list(Batch::of);
            if (rows.isEmpty()) {
                throw leadership.lost();
            }
            return rows.stream().filter(Objects::nonNull).toList();
        }
    }

    /** Completes a batch of which nothing is left by claiming it. */
    private void settle(long batch) {
        markUnsent(List.of(batch));
        if (claims.claimBatch(batch) instanceof BatchClaim.Granted granted) {
            releaser.release(batch, granted.claim().token()); // its other pass has come meanwhile
        }
    }

    void markUnsent(Collection<Long> batches) {
        if (!batches.isEmpty()) {
            database.statements((connection, attempt) -> {
                try (Query query = MARK_UNSENT.on(connection)) {
                    return query.set("run", session.runNo())
                            .set("batches", batches.toArray(Long[]::new))
                            .update();
                }
            });
        }
    }

    Set<Long> inFlight(Collection<Long> batches) {
        if (batches.isEmpty()) {
            return Set.of();
        }
        return database.statements((connection, attempt) -> {
            Set<Long> inFlight = new HashSet<>();
            try (Query query = IN_FLIGHT.on(connection)) {
                query.set("run", session.runNo())
                        .set("batches", batches.toArray(Long[]::new))
                        .list(row -> row.getBoolean("under_way") && inFlight.add(row.getLong("no")));
            }
            return inFlight;
        });
    }
}

package io.trawl.ledger.postgresql;

import io.trawl.api.ledger.BatchClaim;
import io.trawl.api.ledger.Dispatch;
import io.trawl.api.ledger.Pass;
import io.trawl.api.model.EntityDescriptor;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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

    private final RunSession session;
    private final PostgresLeadership leadership;
    private final Claims claims;
    private final LeaseReleaser releaser;

    private record Batch(long no, Pass pass, int attempt, int sendCount) {

        /** Null if the row holds none. */
        static Batch of(ResultSet row) throws SQLException {
            long no = row.getLong("no");
            return row.wasNull()
                    ? null
                    : new Batch(
                            no, Pass.valueOf(row.getString("pass")), row.getInt("attempt"), row.getInt("send_count"));
        }
    }

    /**
     * Batches that no other process sends now.
     *
     * @param open what is left of each, by number
     */
    private record Taken(List<Batch> batches, Map<Long, List<EntityDescriptor>> open) {}

    Dispatches(RunSession session, PostgresLeadership leadership, Claims claims, LeaseReleaser releaser) {
        this.session = session;
        this.leadership = leadership;
        this.claims = claims;
        this.releaser = releaser;
    }

    List<Dispatch> dispatch(int most, Duration again) {
        List<Dispatch> dispatches = new ArrayList<>();
        boolean settled = true;
        while (settled && dispatches.size() < most) {
            Taken taken = take(most - dispatches.size(), again);
            List<Dispatch> some = dispatches(taken);
            dispatches.addAll(some);
            settled = some.size() < taken.batches().size(); // some are not for a worker, so there may be more
        }
        return dispatches;
    }

    /** In the order of their numbers. The other batches are completed here. */
    private List<Dispatch> dispatches(Taken taken) {
        List<Dispatch> dispatches = new ArrayList<>();
        for (Batch batch : taken.batches()) {
            List<EntityDescriptor> open = taken.open().get(batch.no());
            if (open == null) {
                settle(batch.no());
            } else {
                dispatches.add(new Dispatch(batch.no(), batch.pass(), batch.attempt(), batch.sendCount(), open));
            }
        }
        dispatches.sort(Comparator.comparingLong(Dispatch::batch));
        return dispatches;
    }

    private Taken take(int most, Duration again) {
        UUID request = UUID.randomUUID();
        return session.database().statements((connection, attempt) -> {
            List<Batch> sent = attempt == 1
                    ? List.of()
                    : session.query(AGAIN).set("request", request).list(connection, Batch::of);
            if (sent.isEmpty()) {
                sent = take(connection, request, most, again);
            }
            List<Long> numbers = sent.stream().map(Batch::no).toList();
            return new Taken(sent, claims.open(connection, numbers));
        });
    }

    private List<Batch> take(Connection connection, UUID request, int most, Duration again) throws SQLException {
        List<Batch> rows = session.query(DISPATCH)
                .set("request", request)
                .set("again", Texts.micros(again))
                .set("most", most)
                .list(connection, Batch::of);
        if (rows.isEmpty()) {
            throw leadership.lost();
        }
        return rows.stream().filter(Objects::nonNull).toList();
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
            session.query(MARK_UNSENT)
                    .set("batches", batches.toArray(Long[]::new))
                    .update(session.database());
        }
    }

    Set<Long> inFlight(Collection<Long> batches) {
        Set<Long> inFlight = new HashSet<>();
        if (!batches.isEmpty()) {
            session.query(IN_FLIGHT)
                    .set("batches", batches.toArray(Long[]::new))
                    .list(session.database(), row -> row.getBoolean("under_way") && inFlight.add(row.getLong("no")));
        }
        return inFlight;
    }
}

package io.trawl.knative;

import io.trawl.api.ledger.BatchDispatch;
import io.trawl.api.ledger.Dispatch;
import io.trawl.api.ledger.Pass;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The part of a ledger that a dispatcher uses, for batches of one table. */
final class FakeLedger {

    static final String RUN = "20261122-141500-a1b2c3";

    private static final class Batch {
        long due;
        int attempt = 1;
        int sends;
    }

    private final Map<Long, Batch> batches = new HashMap<>();
    private final TreeSet<Long> waiting = new TreeSet<>();
    private final Set<Long> sent = new TreeSet<>();
    final List<String> warnings = new ArrayList<>();
    private final List<Long> givenBack = new ArrayList<>();
    int mostSent;
    private int asked;
    private RuntimeException broken;

    FakeLedger(int size) {
        for (long batch = 0; batch < size; batch++) {
            batches.put(batch, new Batch());
            waiting.add(batch);
        }
    }

    BatchDispatch ledger() {
        return (BatchDispatch) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {BatchDispatch.class},
                (proxy, method, args) -> call(method.getName(), args));
    }

    @SuppressWarnings("unchecked")
    private synchronized Object call(String method, Object[] args) {
        switch (method) {
            case "runId":
                return RUN;
            case "dispatch":
                return dispatch((int) args[0], (Duration) args[1]);
            case "markUnsent":
                markUnsent((Collection<Long>) args[0]);
                return null;
            case "inFlight":
                return open((Collection<Long>) args[0]);
            case "warning":
                warnings.add((String) args[0]);
                return null;
            default:
                throw new UnsupportedOperationException(method);
        }
    }

    private List<Dispatch> dispatch(int most, Duration again) {
        asked++;
        if (broken != null) {
            throw broken;
        }
        long now = System.nanoTime();
        sent.stream().filter(number -> batches.get(number).due - now <= 0).forEach(waiting::add);
        sent.removeAll(waiting);
        List<Dispatch> found = new ArrayList<>();
        while (found.size() < most && !waiting.isEmpty()) {
            long number = waiting.pollFirst();
            sent.add(number);
            Batch batch = batches.get(number);
            batch.due = now + again.toNanos();
            batch.sends++;
            found.add(new Dispatch(number, Pass.ENTITIES, batch.attempt, batch.sends, List.of(descriptor(number))));
        }
        mostSent = Math.max(mostSent, sent.size());
        return found;
    }

    private void markUnsent(Collection<Long> numbers) {
        for (Long number : numbers) {
            givenBack.add(number);
            sent.remove(number);
            waiting.add(number);
            batches.get(number).sends--;
        }
    }

    private Set<Long> open(Collection<Long> numbers) {
        Set<Long> open = new HashSet<>(numbers);
        open.retainAll(sent);
        long now = System.nanoTime();
        open.removeIf(number -> batches.get(number).due - now <= 0);
        return open;
    }

    /** A worker has done this batch. */
    synchronized void done(long number) {
        sent.remove(number);
        waiting.remove(number);
    }

    /** A worker has tried this batch in vain. */
    synchronized void again(long number) {
        batches.get(number).attempt++;
        sent.remove(number);
        waiting.add(number);
    }

    synchronized void breaks(RuntimeException e) {
        broken = e;
    }

    synchronized boolean isDone() {
        return sent.isEmpty() && waiting.isEmpty();
    }

    synchronized int asked() {
        return asked;
    }

    synchronized List<Long> givenBack() {
        return List.copyOf(givenBack);
    }

    synchronized int sends(long number) {
        return batches.get(number).sends;
    }

    private static EntityDescriptor descriptor(long number) {
        return new EntityDescriptor(
                "shop.db.public.t" + number,
                EntityType.TABLE,
                Map.of("database", "db", "schema", "public", "name", "t" + number),
                12);
    }
}

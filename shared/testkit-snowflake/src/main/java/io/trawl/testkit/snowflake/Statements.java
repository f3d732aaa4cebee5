package io.trawl.testkit.snowflake;

import io.trawl.testkit.snowflake.answer.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The statements that arrived: counted by kind, and the first 100,000 kept. */
final class Statements {

    private static final int KEPT = 100_000;

    private final ConcurrentLinkedQueue<ReceivedStatement> all = new ConcurrentLinkedQueue<>();
    private final AtomicInteger kept = new AtomicInteger();
    private final Map<String, LongAdder> byKind = new ConcurrentHashMap<>();
    final AtomicInteger underWay = new AtomicInteger();
    final AtomicInteger mostUnderWay = new AtomicInteger();

    void add(String sql, List<String> binds, String kind, Session session, Answer answer, String error) {
        byKind.computeIfAbsent(kind, key -> new LongAdder()).increment();
        if (kept.incrementAndGet() <= KEPT) {
            all.add(new ReceivedStatement(
                    sql,
                    binds,
                    kind,
                    session.tag(),
                    session.id,
                    session.role,
                    answer == null ? 0 : answer.rows().size(),
                    error));
        }
    }

    List<ReceivedStatement> all() {
        return new ArrayList<>(all);
    }

    Map<String, Long> byKind() {
        Map<String, Long> counts = new TreeMap<>();
        byKind.forEach((kind, count) -> counts.put(kind, count.sum()));
        return counts;
    }

    void clear() {
        all.clear();
        kept.set(0);
        byKind.clear();
    }
}

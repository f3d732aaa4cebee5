package io.trawl.worker;

import io.trawl.api.ledger.Completion;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import io.trawl.api.util.OneLine;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What became of a pod's share: what it says in the end, and how it exits. Safe for use by several threads. */
final class ShardSummary {

    /** Something failed for good for a reason that may pass: its attempts are used up. */
    static final int FAILED = 1;

    private static final int MOST_PROBLEMS = 20;
    private static final int MOST_ENTITIES = 3;

    private record Problem(FailureKind kind, String message) {}

    /** The first few, and how many there are. */
    private static final class Ids {
        private final List<String> first = new ArrayList<>(MOST_ENTITIES);
        private long count;

        void add(String id) {
            if (count++ < MOST_ENTITIES) {
                first.add(id);
            }
        }

        @Override
        public String toString() {
            return String.join(", ", first) + (count > first.size() ? " and " + (count - first.size()) + " more" : "");
        }
    }

    // All guarded by this.
    private final Map<Problem, Ids> failed = new LinkedHashMap<>();
    /** What is to be tried again, by batch. */
    private final Map<Long, List<Outcome.Failed>> again = new HashMap<>();

    /** By the wire name of the outcome. */
    private final Map<String, Long> outcomes = new HashMap<>();

    private long batches;
    private long deferred;

    /** What the ledger has recorded of a batch. */
    synchronized void completed(long batch, Completion completion) {
        batches++;
        deferred += completion.deferred().size();
        again.remove(batch);
        if (!completion.again().isEmpty()) {
            again.put(batch, completion.again());
        }
        for (Outcome outcome : completion.outcomes()) {
            outcomes.merge(outcome.wireName(), 1L, Long::sum);
            if (outcome instanceof Outcome.Failed failure) {
                add(failed, failure);
            }
        }
    }

    private static void add(Map<Problem, Ids> problems, Outcome.Failed failure) {
        problems.computeIfAbsent(new Problem(failure.kind(), failure.message()), key -> new Ids())
                .add(failure.descriptor().id());
    }

    /**
     * How the process exits.
     *
     * @param open how many batches of the share have no outcome
     */
    synchronized int exitCode(int open) {
        if (open > 0) {
            Set<FailureKind> kinds = EnumSet.noneOf(FailureKind.class);
            again.values().forEach(batch -> batch.forEach(failure -> kinds.add(failure.kind())));
            boolean bugs = kinds.equals(EnumSet.of(FailureKind.BUG));
            return (bugs ? FailureKind.BUG : FailureKind.TRANSIENT).exitCode();
        }
        for (FailureKind lasting : List.of(FailureKind.PERMISSION, FailureKind.INVALID)) {
            if (failed.keySet().stream().anyMatch(problem -> problem.kind() == lasting)) {
                return lasting.exitCode();
            }
        }
        return failed.isEmpty() ? 0 : FAILED;
    }

    /**
     * Says a line for each problem, and one with the counts.
     *
     * @param open how many batches of the share have no outcome
     */
    synchronized void print(PodArguments pod, int open, PrintStream err) {
        Map<Problem, Ids> later = new LinkedHashMap<>();
        again.values().forEach(batch -> batch.forEach(failure -> add(later, failure)));
        print("", failed, err);
        print("to be tried again: ", later, err);
        err.println("trawl: pod " + pod.pod() + " of " + pod.of() + ", run " + pod.run() + ": entities: "
                + count("ingested") + deferred + " wait for their foreign keys, " + count("unchanged") + count("gone")
                + outcomes.getOrDefault("failed", 0L) + " failed; batches: " + batches + " worked on, " + open
                + " still open");
    }

    private String count(String outcome) {
        return outcomes.getOrDefault(outcome, 0L) + " " + outcome + ", ";
    }

    private static void print(String what, Map<Problem, Ids> problems, PrintStream err) {
        int printed = 0;
        for (Map.Entry<Problem, Ids> each : problems.entrySet()) {
            if (printed++ == MOST_PROBLEMS) {
                err.println("trawl: " + what + "and " + (problems.size() - MOST_PROBLEMS) + " more problems");
                return;
            }
            err.println("trawl: " + what
                    + OneLine.folded(each.getValue() + ": " + each.getKey().message()));
        }
    }
}

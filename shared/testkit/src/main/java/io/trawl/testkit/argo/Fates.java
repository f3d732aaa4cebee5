package io.trawl.testkit.argo;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/**
 * Which pods are lost, and when: the same for the same seed and node, whatever the Workflow's name is.
 *
 * @param probability that a pod is
 * @param deletes whether half of those are deleted; else all get SIGKILL
 * @param earliest after the start of its process
 * @param latest after the start of its process
 */
record Fates(long seed, double probability, boolean deletes, Duration earliest, Duration latest) {

    /** What befalls a pod: its process gets SIGKILL, or the pod is deleted as an eviction does. */
    record Fate(boolean deleted, Duration after) {}

    Optional<Fate> of(Pod.Request pod) {
        String node = pod.node().substring(pod.workflow().length());
        Random random = new Random(seed * 1_000_003 + node.hashCode());
        random.nextInt(); // the first of similar seeds are similar
        if (random.nextDouble() >= probability) {
            return Optional.empty();
        }
        boolean deleted = random.nextBoolean() && deletes;
        long window = latest.minus(earliest).toNanos();
        return Optional.of(new Fate(deleted, earliest.plusNanos((long) (random.nextDouble() * window))));
    }
}

package io.trawl.testkit.argo;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Which pods are lost, how and when: the same for the same seed, template and number of pods before, whatever the Workflow's name is.
 *
 * @param first how the first pod of every template is lost, {@code earliest} after its process starts; null: see {@code oneIn}
 * @param oneIn of so many pods of a template that follow each other one is lost; 0: none
 * @param earliest after the start of its process
 * @param latest after the start of its process
 */
public record Fates(long seed, Loss first, int oneIn, Duration earliest, Duration latest) {

    /** How a pod is lost, and how long after its process started. */
    record Fate(Loss loss, Duration after) {}

    /** @param earlier how many pods of its template there were before */
    Optional<Fate> of(String template, int earlier) {
        if (first != null) {
            return earlier == 0 ? Optional.of(new Fate(first, earliest)) : Optional.empty();
        }
        if (oneIn == 0) {
            return Optional.empty();
        }
        SplittableRandom random = new SplittableRandom(seed ^ (template + earlier / oneIn).hashCode());
        if (earlier % oneIn != random.nextInt(oneIn)) {
            return Optional.empty();
        }
        Loss loss = Loss.values()[random.nextInt(Loss.values().length)];
        long window = latest.minus(earliest).toNanos();
        return Optional.of(new Fate(loss, earliest.plusNanos((long) (random.nextDouble() * window))));
    }
}

package io.trawl.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** "Did you mean", for a word that is not known. */
public final class Suggestion {

    private Suggestion() {}

    /**
     * @param known what it could have been
     * @param written what stands in the file
     * @return {@code ", did you mean …?"}, or nothing if no known word is near
     */
    public static String among(Collection<?> known, String written) {
        int farthest = Math.max(1, Math.min(3, (written.length() + 1) / 3));
        String word = written.toLowerCase(Locale.ROOT);
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        record Candidate(String name, int distance) {}
        return known.stream()
                .filter(Objects::nonNull)
                .map(name -> new Candidate(
                        name.toString(), distance.apply(word, name.toString().toLowerCase(Locale.ROOT))))
                .filter(candidate -> candidate.distance() <= farthest)
                .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .map(candidate -> ", did you mean " + candidate.name() + "?")
                .orElse("");
    }
}

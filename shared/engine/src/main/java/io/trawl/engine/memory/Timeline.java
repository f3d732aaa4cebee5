package io.trawl.engine.memory;

import io.trawl.api.report.Report.Sample;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples of how many entities were completed: at most {@value #MAX_SAMPLES}, however long the run. When there are too many,
 * every second sample is dropped and the distance doubles.
 */
final class Timeline {

    static final int MAX_SAMPLES = 240;

    private final List<Sample> samples = new ArrayList<>();
    private double distance = 0.05;
    private long done;

    synchronized void add(double seconds, long more) {
        done += more;
        if (samples.isEmpty() || seconds - samples.get(samples.size() - 1).seconds() >= distance) {
            samples.add(new Sample(seconds, done));
        }
        if (samples.size() > MAX_SAMPLES) {
            thin();
        }
    }

    private void thin() {
        List<Sample> kept = new ArrayList<>();
        for (int i = 0; i < samples.size(); i += 2) {
            kept.add(samples.get(i));
        }
        samples.clear();
        samples.addAll(kept);
        distance *= 2;
    }

    /** The samples in their order, the last one as of now. */
    synchronized List<Sample> samples(double now) {
        List<Sample> all = new ArrayList<>();
        all.add(new Sample(0, 0));
        all.addAll(samples);
        all.add(new Sample(now, done));
        return List.copyOf(all);
    }
}

package io.trawl.integration.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Several measurements of one thing. */
record Figures(List<Double> values) {

    Figures() {
        this(new ArrayList<>());
    }

    /** The seconds that some rounds took; the first ones only warm up. */
    static Figures seconds(int warmUp, int rounds, Callable<?> work) throws Exception {
        Figures figures = new Figures();
        for (int round = 0; round < warmUp + rounds; round++) {
            double seconds = seconds(work);
            if (round >= warmUp) {
                figures.add(seconds);
            }
        }
        return figures;
    }

    static double seconds(Callable<?> work) throws Exception {
        long start = System.nanoTime();
        work.call();
        return (System.nanoTime() - start) / 1e9;
    }

    void add(double value) {
        values.add(value);
    }

    double median() {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    /** The median, and the least and the largest. */
    @Override
    public String toString() {
        List<Double> sorted = values.stream().sorted().toList();
        return String.format(
                Locale.ROOT, "%.2f (%.2f to %.2f)", median(), sorted.get(0), sorted.get(sorted.size() - 1));
    }

    /** Prints a line. */
    static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    /**
     * Two things, measured in turns.
     *
     * @param base the seconds of what the other is compared with
     * @param ratios of each round
     */
    record Compared(Figures base, Figures other, Figures ratios) {

        /** The first rounds only warm up. */
        static Compared of(int warmUp, int rounds, Callable<?> base, Callable<?> other) throws Exception {
            Compared compared = new Compared(new Figures(), new Figures(), new Figures());
            for (int round = 0; round < warmUp + rounds; round++) {
                double one = seconds(base);
                double two = seconds(other);
                if (round >= warmUp) {
                    compared.add(one, two);
                }
            }
            return compared;
        }

        void add(double one, double two) {
            base.add(one);
            other.add(two);
            ratios.add(two / one);
        }
    }
}

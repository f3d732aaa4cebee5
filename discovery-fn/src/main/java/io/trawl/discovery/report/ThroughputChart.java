package io.trawl.discovery.report;

import io.trawl.api.report.Report.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * Throughput over time as parts of an SVG picture; all coordinates are in its view box.
 *
 * @param line path of the curve
 * @param area path of what is below it
 * @param rates horizontal grid lines with their labels
 * @param times marks of the time axis with their labels
 * @param peak the highest throughput, for the text beside the picture
 */
public record ThroughputChart(String line, String area, List<Tick> rates, List<Tick> times, String peak) {

    /** The part that the curve is drawn in, of a view box of 880 by 240. */
    private static final int LEFT = 52;

    private static final int RIGHT = 868;
    private static final int TOP = 12;
    private static final int BOTTOM = 210;

    private static final int MOST_STEPS = 60;

    /**
     * @param at where on its axis
     * @param label what is written there
     */
    public record Tick(String at, String label) {}

    private record Step(double from, double to, double rate) {}

    /**
     * Draws a report's timeline.
     *
     * @return null if there are fewer than two points in time, which is too little for a curve
     */
    static @Nullable ThroughputChart of(List<Sample> timeline) {
        List<Step> steps = steps(timeline);
        if (steps.isEmpty()) {
            return null;
        }
        double end = steps.get(steps.size() - 1).to();
        double peak = steps.stream().mapToDouble(Step::rate).max().orElse(0);
        double rateStep = niceStep(peak / 4);
        double top = Math.max(rateStep, Math.ceil(peak / rateStep) * rateStep);

        StringBuilder line = new StringBuilder();
        for (Step step : steps) {
            String y = y(step.rate(), top);
            String start = line.isEmpty() ? "M" : "L";
            line.append(start + x(step.from(), end) + " " + y + "L" + x(step.to(), end) + " " + y);
        }
        String area = line + "L" + RIGHT + " " + BOTTOM + "L" + x(steps.get(0).from(), end) + " " + BOTTOM + "Z";

        List<Tick> rates = new ArrayList<>();
        for (int i = 0; i * rateStep <= top + rateStep / 2; i++) {
            rates.add(new Tick(y(i * rateStep, top), axisLabel(i * rateStep, rateStep)));
        }
        List<Tick> times = new ArrayList<>();
        double timeStep = niceTimeStep(end / 6);
        for (int i = 0; i * timeStep <= end; i++) {
            times.add(new Tick(x(i * timeStep, end), timeLabel(i * timeStep, timeStep)));
        }
        return new ThroughputChart(line.toString(), area, rates, times, Labels.rate(peak));
    }

    /** Steps of about equal length, so that a sample taken a moment after another makes no spike. */
    private static List<Step> steps(List<Sample> timeline) {
        List<Step> steps = new ArrayList<>();
        if (timeline.isEmpty()) {
            return steps;
        }
        double end = timeline.get(timeline.size() - 1).seconds();
        double least = end / MOST_STEPS;
        Sample previous = new Sample(0, 0);
        for (int i = 0; i < timeline.size(); i++) {
            Sample sample = timeline.get(i);
            double length = sample.seconds() - previous.seconds();
            if (length > 0 && (length >= least || i == timeline.size() - 1)) {
                steps.add(new Step(previous.seconds(), sample.seconds(), (sample.done() - previous.done()) / length));
                previous = sample;
            }
        }
        return steps.size() < 2 ? List.of() : steps;
    }

    private static String x(double seconds, double end) {
        return number(LEFT + (RIGHT - LEFT) * seconds / end);
    }

    private static String y(double rate, double top) {
        return number(BOTTOM - (BOTTOM - TOP) * rate / top);
    }

    private static String number(double coordinate) {
        return String.format(Locale.ROOT, "%.1f", coordinate);
    }

    /** 1, 2 or 5 times a power of ten, at least what is given. */
    private static double niceStep(double atLeast) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(atLeast, 0.001))));
        return DoubleStream.of(power, 2 * power, 5 * power)
                .filter(step -> step >= atLeast)
                .findFirst()
                .orElse(10 * power);
    }

    private static double niceTimeStep(double atLeast) {
        if (atLeast <= 30) {
            return atLeast > 20 ? 30 : niceStep(atLeast);
        }
        return DoubleStream.of(60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400)
                .filter(step -> step >= atLeast)
                .findFirst()
                .orElse(28_800);
    }

    private static String axisLabel(double value, double step) {
        return String.format(Locale.ROOT, step < 1 ? "%.1f" : "%,.0f", value);
    }

    private static String timeLabel(double seconds, double step) {
        if (step >= 60) {
            return seconds < 3600
                    ? Math.round(seconds / 60) + " min"
                    : String.format(Locale.ROOT, "%d:%02d h", (int) (seconds / 3600), (int) (seconds % 3600 / 60));
        }
        return String.format(Locale.ROOT, step < 0.1 ? "%.2f s" : step < 1 ? "%.1f s" : "%.0f s", seconds);
    }
}

package io.trawl.config;

import static io.trawl.api.util.OneLine.quoted;

/** Bounds of numbers, which are allowed values themselves. */
final class NumberLimits {

    private NumberLimits() {}

    /** The number at a place, within its bounds. */
    static int whole(ConfigPath place, int number, int min, int max) {
        return (int) number(place, number, min, max);
    }

    /** The same for a number that may have a fraction. */
    static double number(ConfigPath place, double number, double min, double max) {
        if (Double.isNaN(number)) {
            throw place.wrong("'NaN' is not a number");
        }
        if (number < min) {
            throw place.wrong(quoted(plain(number)) + " is below " + plain(min));
        }
        if (number > max) {
            throw place.wrong(quoted(plain(number)) + " is above " + plain(max));
        }
        return number;
    }

    /** Without a fraction of nothing: 600, not 600.0. */
    static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? String.valueOf((long) number)
                : String.valueOf(number);
    }
}

package io.trawl.config;

import static io.trawl.api.util.OneLine.quoted;

/** Numbers with a default and bounds. */
final class NumberLimits {

    private NumberLimits() {}

    /** The number at a place, its default if there is none; both bounds are allowed values. */
    static int whole(ConfigPath place, Integer value, int byDefault, int min, int max) {
        int number = value == null ? byDefault : value;
        check(place, number, String.valueOf(number), min, max);
        return number;
    }

    /** The same for a number that may have a fraction. */
    static double number(ConfigPath place, Double value, double byDefault, double min, double max) {
        double number = value == null ? byDefault : value;
        if (Double.isNaN(number)) {
            throw place.wrong("'NaN' is not a number");
        }
        check(place, number, plain(number), min, max);
        return number;
    }

    /** Without a fraction of nothing: 600, not 600.0. */
    static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? String.valueOf((long) number)
                : String.valueOf(number);
    }

    private static void check(ConfigPath place, double number, String shown, double min, double max) {
        if (number < min) {
            throw place.wrong(quoted(shown) + " is below " + plain(min));
        }
        if (number > max) {
            throw place.wrong(quoted(shown) + " is above " + plain(max));
        }
    }
}

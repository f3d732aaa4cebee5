package io.trawl.source.kit;

/**
 * Decides whether something that could not be read as a whole is to be read in halves, so that one bad object in it does not
 * keep the others away. How often it takes long is bounded: then it is not one object, and the server is left alone.
 */
final class Halving {

    /** More than it takes to find two objects among thousands. */
    private static final int SLOW_BORNE = 24;

    private int slow;

    /**
     * Whether to read halves after this failure.
     *
     * @param most how many objects it may be about; with one there is nothing to halve
     */
    boolean isWorthwhile(Reach reach, int most) {
        if (reach.isSlow()) {
            slow++;
        }
        return reach.leavesParts() && most > 1 && !isExhausted();
    }

    /** Whether statements have timed out, or sessions were lost, so often that nothing more is to be read. */
    boolean isExhausted() {
        return slow > SLOW_BORNE;
    }
}

package io.trawl.api.workflow;

/**
 * Text that a regular expression may look at for a second and no longer. Java's matcher cannot be interrupted, but asks for
 * each character.
 */
final class TimedText implements CharSequence {

    private static final long NANOS = 1_000_000_000;

    /** The clock is read once in so many characters, so that a process that was paused for a second is not to blame. */
    private static final int STEPS = 1 << 20;

    private final String text;
    private long begin;
    private int steps;

    TimedText(String text) {
        this.text = text;
    }

    @Override
    public char charAt(int index) {
        if (++steps == STEPS) {
            steps = 0;
            long now = System.nanoTime();
            if (begin == 0) {
                begin = now;
            } else if (now - begin > NANOS) {
                throw new TooSlowException();
            }
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }

    /** The second is over. */
    static final class TooSlowException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooSlowException() {
            super(null, null, false, false);
        }
    }
}

package io.trawl.testkit.openmetadata;

/** The server does not do what it was asked. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    final int status;
    /** Whether the body could not even be read into a request: then a whole bulk is refused, not one item. */
    final boolean unreadable;

    private Refusal(int status, String message, boolean unreadable) {
        super(message);
        this.status = status;
        this.unreadable = unreadable;
    }

    static Refusal of(int status, String message) {
        return new Refusal(status, message, false);
    }

    static Refusal invalid(String message) {
        return new Refusal(400, message, false);
    }

    static Refusal unreadable(String message) {
        return new Refusal(400, message, true);
    }
}

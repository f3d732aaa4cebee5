package io.trawl.testkit.argo;

/** A Workflow whose spec is wrong, in Argo's words. */
final class InvalidSpecException extends RuntimeException {

    private static final long serialVersionUID = 1;

    InvalidSpecException(String message) {
        super(message);
    }
}

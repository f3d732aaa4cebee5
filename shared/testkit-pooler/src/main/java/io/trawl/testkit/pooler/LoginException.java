package io.trawl.testkit.pooler;

/** The server does not let the pooler in. */
final class LoginException extends Exception {

    private static final long serialVersionUID = 1L;

    LoginException(String message) {
        super(message);
    }
}

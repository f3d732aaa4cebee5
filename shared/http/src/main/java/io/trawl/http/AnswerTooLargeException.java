package io.trawl.http;

import java.io.IOException;

/** A server's answer has more bytes than its reader takes. */
public final class AnswerTooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * @param limit in bytes
     */
    AnswerTooLargeException(int limit) {
        super("the answer has more than " + limit + " bytes");
    }
}

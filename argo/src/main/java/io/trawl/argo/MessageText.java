package io.trawl.argo;

import io.trawl.api.util.OneLine;

/** Text of others as messages show it. */
final class MessageText {

    private static final int MAX = 300;

    private MessageText() {}

    /** One line, and not a long one. */
    static String one(String text) {
        return OneLine.cut(OneLine.folded(text), MAX);
    }
}

package io.trawl.argo;

import io.trawl.api.util.OneLine;

/** Text of others as messages show it. */
final class Lines {

    private static final int MAX = 300;

    private Lines() {}

    /** One line, and not a long one. */
    static String one(String text) {
        return OneLine.cut(OneLine.folded(text), MAX);
    }
}

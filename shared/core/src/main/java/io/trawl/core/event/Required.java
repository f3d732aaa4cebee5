package io.trawl.core.event;

import io.trawl.core.ledger.Ledger;
import java.util.regex.Pattern;

/** What an event must hold. */
final class Required {

    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private Required() {}

    static void text(String path, String value) {
        if (value == null || value.isEmpty()) {
            throw EventException.unusable(path + ": missing");
        }
    }

    /** An event is about one run, and not about another when it comes late: so not {@link Ledger#LATEST} either. */
    static void run(String path, String value) {
        text(path, value);
        if (!RUN.matcher(value).matches() || value.equals(Ledger.LATEST)) {
            throw EventException.unusable(path + ": '" + (value.length() <= 140 ? value : value.substring(0, 140) + "…")
                    + "' is no id of a run: letters, digits, '.', '_' and '-', at most 128, and not '" + Ledger.LATEST
                    + "'");
        }
    }
}

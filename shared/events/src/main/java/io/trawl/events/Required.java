package io.trawl.events;

import io.trawl.api.ledger.RunId;

/** What an event must hold. */
final class Required {

    private Required() {}

    static void text(String path, String value) {
        if (value == null || value.isEmpty()) {
            throw EventException.unusable(path + ": missing");
        }
    }

    static void run(String path, String value) {
        text(path, value);
        RunId.complaint(value).ifPresent(what -> {
            throw EventException.unusable(path + ": " + what);
        });
    }
}

package io.trawl.discovery.function;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/** Ids of runs that events ask for: an event that comes twice must not begin two. */
final class RunIds {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private RunIds() {}

    /**
     * The id that follows from an event's source and id, which identify it (CloudEvents 1.0); its time, if it has one,
     * makes it readable.
     */
    static String of(String source, String id, OffsetDateTime time) {
        String digest = UUID.nameUUIDFromBytes((source + '\n' + id).getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
        return time == null
                ? "event-" + digest.substring(0, 16)
                : TIME.format(time.withOffsetSameInstant(ZoneOffset.UTC)) + "-" + digest.substring(0, 8);
    }
}

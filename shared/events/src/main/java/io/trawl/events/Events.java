package io.trawl.events;

import io.trawl.api.util.OneLine;
import io.trawl.http.Http;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Types, sources and ids of Trawl's CloudEvents. What is here fits into HTTP headers; names of entities travel in the
 * data only, since header values are not percent-decoded on the way.
 */
public final class Events {

    /** Asks for a run; data is a {@link RunRequested}. */
    public static final String RUN_REQUESTED = "io.trawl.run.requested.v1";
    /** Entities to ingest; data is an {@link EntityDiscovered}. */
    public static final String ENTITY_DISCOVERED = "io.trawl.entity.discovered.v1";
    /** Entities were ingested, or did not need to be; data is an {@link EntityEnded}. */
    public static final String ENTITY_INGESTED = "io.trawl.entity.ingested.v1";
    /** Entities of which some were not ingested; data is an {@link EntityEnded}. */
    public static final String ENTITY_FAILED = "io.trawl.entity.failed.v1";
    /** A run ended; data is a {@link RunEnded}. */
    public static final String RUN_ENDED = "io.trawl.run.ended.v1";

    private static final String SPEC_VERSION = "1.0";

    private Events() {}

    /**
     * Checks the version of CloudEvents that an event names.
     *
     * @param version null if it names none
     * @throws EventException 422 if it is not 1.0
     */
    public static void checkSpecVersion(@Nullable String version) {
        if (!SPEC_VERSION.equals(version)) {
            throw EventException.unusable("specversion: "
                    + (version == null
                            ? "missing"
                            : OneLine.quoted(version) + " is unknown; it must be " + SPEC_VERSION));
        }
    }

    /** {@code /trawl/<workflow>/<run>}, percent-encoded as an URI reference must be. */
    public static String source(String workflow, String run) {
        return "/trawl/" + Http.encode(workflow) + "/" + Http.encode(run);
    }

    /**
     * The id of an event: the same for the same event of the same run, so that a resend is recognised; always ASCII and
     * of one length, however long the names are.
     *
     * @param type one of the types above
     * @param run the run's id
     * @param parts what distinguishes the event from others of its type and run
     */
    public static String id(String type, String run, String... parts) {
        String all = type + '\n' + run + '\n' + String.join("\n", parts);
        return UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
